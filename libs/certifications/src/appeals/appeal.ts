import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';

export const AppealState = codeList('AppealState', 'Where an appeal stands', {
  open: 'Waits for a decision',
  accepted: 'Decided for the candidate',
  rejected: 'Decided against the candidate: the result stays',
});
export type AppealState = z.output<typeof AppealState>;

export const AppealView = z
  .object({
    id: z.uuid(),
    registrationId: z.uuid(),
    personId: z.uuid(),
    examCode: z.string(),
    academyId: z.uuid(),
    region: z.string(),
    revision: z.int().describe('Of the result, as it was appealed'),
    ground: z.string(),
    state: AppealState,
    raisedAt: z.iso.datetime(),
    raisedBy: z.string(),
    byCandidate: z.boolean().describe('Whether the candidate raised it in person; else the academy did'),
    decidedAt: z.iso.datetime().nullable(),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable().describe('Why it was decided so; null as long as it waits, and where nobody said it'),
    version: z.int(),
  })
  .meta({ id: 'Appeal', description: 'A candidate’s, or their academy’s, objection to a result' });
export type AppealView = z.output<typeof AppealView>;

const DAY = 86_400_000;

/** The last instant at which a result that was recorded then may be appealed. */
export const appealableUntil = (recordedAt: Date, appealDays: number): Date =>
  new Date(recordedAt.getTime() + appealDays * DAY);

export class AppealTooLate extends Refusal {
  constructor(until: Date) {
    super('APPEAL_TOO_LATE', { extra: { until: until.toISOString() } });
  }
}

export class ResultWasAppealed extends Refusal {
  constructor() {
    super('RESULT_WAS_APPEALED');
  }
}

export class AppealStateForbids extends Refusal {
  constructor(from: AppealState, to: AppealState) {
    super('APPEAL_STATE_FORBIDS', { extra: { from, to } });
  }
}

export class AppealNeedsAnother extends Refusal {
  constructor() {
    super('APPEAL_NEEDS_ANOTHER');
  }
}

export class AppealChangesNothing extends Refusal {
  constructor() {
    super('APPEAL_CHANGES_NOTHING');
  }
}
