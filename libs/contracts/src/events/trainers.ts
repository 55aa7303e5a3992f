import { z } from 'zod';
import { AcademyId, RegionCode } from '../ids.js';
import { published } from '../published.js';

const UpskillingState = z.enum(['none', 'planned', 'in-progress', 'completed']);

/** The subject's id is the person's id. */
export const trainer = published({
  log: 'trainers',
  subject: 'trainer',
  state: z.object({
    academyId: AcademyId,
    region: RegionCode,
    state: z.enum(['active', 'left']),
    /** The last day here of who has left; null of who is here. */
    leftOn: z.iso.date().nullable().default(null),
    topics: z.array(z.string()),
    /** What the topics rest on, the expired too; events of before did not tell. */
    qualifications: z
      .array(
        z.object({
          topic: z.string(),
          obtainedOn: z.iso.date(),
          expiresOn: z.iso.date().nullable(),
          /** Whether more than a manager of the trainer's academy says so; events of before did not tell. */
          confirmed: z.boolean().optional(),
        }),
      )
      .optional(),
    mayProctor: z.boolean(),
    /** The last day on which that holds, or held for who has left; null where it does not end, or does not hold. Events of before did not tell. */
    mayProctorUntil: z.iso.date().nullable().optional(),
    upskilling: UpskillingState,
    upskillingCompletedOn: z.iso.date().nullable(),
    /** Whether the plan is completed, and each of its items rests on evidence; events of before did not tell, and prove nothing. */
    upskillingProven: z.boolean().optional(),
    /** Whether evidence that had met an item was taken back since the plan was completed last; events of before did not tell. */
    upskillingDisproved: z.boolean().optional(),
  }),
  types: [
    'TrainerRegistered',
    'TrainerQualified',
    'TrainerChanged',
    'UpskillingPlanned',
    'UpskillingCompleted',
    'TrainerLeft',
    'TrainerMerged',
  ],
});
