import { AcademyId, RegionCode } from '@takwin/contracts/ids';
import { codeList, pageOf } from '@takwin/platform/schema';
import { z } from 'zod';
import type { TargetId } from './target.js';

const SubjectKind = codeList('EvidenceSubjectKind', 'What is counted', {
  academy: 'An academy',
  trainer: 'A trainer',
  person: 'A person',
  course: 'A course',
});

const FactKind = codeList('EvidenceFactKind', 'What kind of fact proves it', {
  accreditation: 'The accreditation of an academy',
  'upskilling-plan': 'A trainer’s upskilling plan, completed and proven',
  'certification-held': 'A certification that a person holds',
  'offering-with-enrolments': 'An offering of a course in which persons have places',
  'licence-assigned': 'A licence that Microsoft has given',
  'literacy-certified': 'An evaluation by which a person completed digital literacy',
});

/** One that a figure counts, and the fact that proves it. */
export const EvidenceView = z
  .object({
    subject: z.object({ kind: SubjectKind, id: z.uuid() }).describe('Who or what is counted'),
    certification: z
      .string()
      .nullable()
      .describe('Which one of the person, where certifications are counted; else null'),
    fact: z
      .object({
        kind: FactKind,
        id: z.uuid(),
        path: z.string().describe('Where REST opens it, for whom it is shown to'),
      })
      .describe(
        'What proves it: the id of the academy, trainer, credential of the certification, offering, licence or literacy evaluation;' +
          ' of a certification without a credential an id of its own, and of who was certified before it was told which, the person’s',
      ),
    since: z.iso.date().nullable().describe('From which day; null where an accreditation has none'),
    academyId: AcademyId,
    region: RegionCode,
    synthetic: z
      .boolean()
      .describe('Of a person who ships with the product, made up for trials: it counts, and proves nothing of anybody'),
  })
  .meta({ id: 'Evidence' });
export type EvidenceView = z.output<typeof EvidenceView>;

/** How much of a figure its evidence shows: who may see less than was asked for is told so. */
export const EvidenceShown = z
  .object({
    scope: codeList('EvidenceScope', 'Whose part of a figure somebody is shown', {
      programme: 'Everybody’s',
      region: 'That of the own regions',
      academy: 'That of the own academies',
      group: 'That of the own groups',
      self: 'The own',
    }).describe(
      'Whose evidence the caller is shown: everybody’s, that of the own regions, of the own academies, or the own',
    ),
    regions: z
      .array(RegionCode)
      .meta({ maxItems: 12 })
      .nullable()
      .describe('The regions that are shown, as asked for or as far as the caller sees; null for the whole country'),
  })
  .meta({ id: 'EvidenceShown' });
export type EvidenceShown = z.output<typeof EvidenceShown>;

/** A page of evidence, and how much of the figure it is of. */
export const EvidencePage = z
  .object({ ...pageOf(EvidenceView).shape, ...EvidenceShown.shape })
  .meta({ id: 'EvidencePage' });

/** What is counted towards each target, and what proves it. */
export const PROOF: Record<TargetId, readonly [z.output<typeof SubjectKind>, z.output<typeof FactKind>]> = {
  academies: ['academy', 'accreditation'],
  trainers: ['trainer', 'upskilling-plan'],
  certifications: ['person', 'certification-held'],
  courses: ['course', 'offering-with-enrolments'],
  'office365-users': ['person', 'licence-assigned'],
  'literacy-completions': ['person', 'literacy-certified'],
};
