import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';

/** What the convention promises, in the order in which officials read it. */
export const TargetId = codeList(
  'TargetId',
  'Which target of the convention: academies, trainers, certifications, courses, office365-users or literacy-completions',
  {
    academies: 'Academies that are accredited',
    trainers: 'Trainers who have completed their upskilling plan, proven',
    certifications: 'Certifications that persons hold: each of a person once',
    courses: 'Courses that are offered, not only catalogued',
    'office365-users': 'Persons who have an active Office 365 licence',
    'literacy-completions': 'Members of staff certified after the 30 hours of digital literacy',
  },
);
export type TargetId = z.output<typeof TargetId>;

/** Which of a programme's targets is asked for. */
export const OneTarget = z.strictObject({ id: TargetId }).meta({ id: 'OneTarget' });
export type OneTarget = z.output<typeof OneTarget>;

/**
 * What grows week by week, so that its pace says something. Academies, trainers and courses are registers: what is to come of
 * them is registered by name, and a pace would promise what nobody has planned.
 */
export const FLOWS: readonly TargetId[] = ['certifications', 'office365-users', 'literacy-completions'];

/** The partnership's figures; literacy completions have no figure until the programme sets one. */
export const PROMISED: Record<TargetId, number | null> = {
  academies: 100,
  trainers: 420,
  certifications: 60_000,
  courses: 1_500,
  'office365-users': 500_000,
  'literacy-completions': null,
};
