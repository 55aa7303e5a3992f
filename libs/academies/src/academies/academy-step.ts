import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';
import { AcademyState } from './academy.life.js';

export const AcademyStepKind = codeList('AcademyStepKind', 'What became of an academy in the programme', {
  registered: 'Taken into the register as a candidate',
  proposed: 'One official wants it accredited from a past day, until another agrees',
  accredited: 'Taken into the programme from that day on',
  renewed: 'Its membership was given another last day',
  suspended: 'Out of the programme from that day on, for now',
  reinstated: 'Back in the programme from that day on',
  closed: 'Gone for good from that day on',
});
export type AcademyStepKind = z.output<typeof AcademyStepKind>;

export const AcademyStepView = z
  .object({
    id: z.uuid(),
    academyId: z.uuid(),
    step: AcademyStepKind,
    on: z.iso.date().describe('The day from which it holds; of a membership the last one'),
    state: AcademyState.describe('Where the academy stood after it'),
    document: z.string().nullable().describe('Where its evidence is filed; null where none was named'),
    reason: z.string().nullable().describe('Why, in the words of who did it; null where nobody said'),
    takenBy: z.string().describe('The subject of whoever did it'),
    takenAt: z.iso.datetime().describe('When it was done'),
  })
  .meta({
    id: 'AcademyStep',
    description: 'What became of an academy in the programme, by whom and by which document',
  });
export type AcademyStepView = z.output<typeof AcademyStepView>;

/** What is due of an academy: its membership, or a proof of readiness of a kind. */
export const DueDateView = z
  .object({
    academyId: z.uuid(),
    academyCode: z.string().describe('The code of the academy'),
    region: z.string(),
    due: codeList('DueDateKind', 'What of an academy comes to an end', {
      membership: 'Its membership in the programme: it is renewed or lapses',
      machines: 'The last proof that its workstations are fit for exams',
      network: 'The last proof that its line bears exams',
      proctors: 'The last proof that enough of its people may proctor',
      accessibility: 'The last proof that candidates with a disability can sit exams there',
    }),
    on: z.iso.date().describe('The last day on which it holds'),
    isOver: z.boolean().describe('Whether that day is over'),
  })
  .meta({ id: 'DueDate', description: 'Something of an academy that comes to an end unless it is renewed' });
export type DueDateView = z.output<typeof DueDateView>;
