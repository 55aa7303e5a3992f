import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';
import { QualificationView } from '../qualifications/qualification.js';
import { UpskillingState } from '../plans/plan.js';

export const TrainerState = codeList('TrainerState', 'Whether a trainer is here', {
  active: 'Works in the programme',
  left: 'Works there no longer: teaches and proctors nothing',
});
export type TrainerState = z.output<typeof TrainerState>;

export const TrainerView = z
  .object({
    id: z.uuid().describe("The person's id"),
    academyId: z.uuid(),
    region: z.string(),
    state: TrainerState,
    leftOn: z.iso.date().nullable().describe('The last day here of who has left; null of who has not'),
    synthetic: z.boolean().describe('Made up for trials: no such person exists'),
    mayProctor: z.boolean().describe('Today, as far as the qualifications go'),
    topics: z.array(z.string()).describe('What may be taught today'),
    upskilling: UpskillingState,
    upskillingProven: z
      .boolean()
      .describe(
        'Whether the completed plan is proven by evidence, one item at least met after it was agreed: what is counted',
      ),
    qualifications: z.array(QualificationView),
    version: z.int(),
  })
  .meta({ id: 'Trainer' });
export type TrainerView = z.output<typeof TrainerView>;
