import { Refusal } from '@takwin/platform/errors';
import { codeList, textOf } from '@takwin/platform/schema';
import { z } from 'zod';
import { Preflight } from './preflight.js';

export const RunAction = codeList('RunAction', 'What a provisioning run does with licences', {
  assign: 'Gives the licence',
  revoke: 'Takes it back',
});
export const RunState = codeList('RunState', 'Where a provisioning run stands', {
  checking: 'A large one is held against the tenant, before anything is sent',
  'awaiting-approval': 'Checked: it waits for somebody other than who started it',
  running: 'Workers send its changes to Microsoft',
  paused: 'Stopped for now, by somebody or by itself: it may be resumed',
  cancelled: 'Stopped for good: what was done stays',
  done: 'Everybody has an outcome; who failed may be tried again',
});
export type RunState = z.output<typeof RunState>;

/** By a licence for each person, or by a group that has it and gives it to its members. */
export const RunMethod = codeList('RunMethod', 'How Microsoft is told: person by person, or by a group', {
  direct: 'A licence for each person',
  group: 'A group has the licence and gives it to its members',
});
export type RunMethod = z.output<typeof RunMethod>;

/**
 * How far one person's change is. `calling` is written down before Microsoft is asked; after a lost answer it is `unknown`,
 * and the truth is read back before anything is sent again.
 */
export const OutcomeState = codeList('ProvisioningOutcomeState', 'Where one person of a provisioning run stands', {
  reserved: 'Waits to be sent',
  calling: 'Microsoft is being asked',
  unknown: 'Microsoft was asked and no answer came: the truth is read back before anything is sent again',
  assigned: 'Has the licence',
  released: 'Has it no longer',
  failed: 'Refused for good: reason says why',
  cancelled: 'Never sent: the run was cancelled before',
});
export type OutcomeState = z.output<typeof OutcomeState>;

export const RunView = z
  .object({
    id: z.uuid(),
    skuId: z.guid(),
    action: RunAction,
    method: RunMethod,
    disabledPlans: z.array(z.guid()).describe('Service plans that are off in the licence'),
    state: RunState,
    reason: z.string().nullable().describe('Why it was stopped by itself: GRAPH_SECRET_WRONG, GRAPH_CONSENT_MISSING'),
    reasonText: textOf('reason'),
    total: z.int(),
    done: z.int(),
    failed: z.int(),
    unknown: z.int().describe('Asked, and not yet known what came of it'),
    progress: z.number().describe('0 to 1'),
    eta: z.iso
      .datetime()
      .nullable()
      .describe('When it will be done at the pace so far; null while it does not run, and as long as there is no pace'),
    acceptedAt: z.iso.datetime(),
    preflight: Preflight.nullable().describe(
      'What it was found to do, before anything was sent; null where it was not checked',
    ),
    version: z.int(),
  })
  .meta({ id: 'ProvisioningRun', description: 'A bulk change of licences with an outcome per person' });
export type RunView = z.output<typeof RunView>;

export const OutcomeView = z
  .object({
    personId: z.uuid(),
    academyId: z.uuid(),
    state: OutcomeState,
    reason: z.string().nullable(),
    reasonText: textOf('reason'),
    attempts: z.int(),
    requestId: z.string().nullable().describe('Microsoft’s id of its last request, which its support asks for'),
  })
  .meta({ id: 'ProvisioningOutcome' });
export type OutcomeView = z.output<typeof OutcomeView>;

export class SkuUnknown extends Refusal {
  constructor() {
    super('SKU_UNKNOWN', { status: 422 });
  }
}

export class RunIsEmpty extends Refusal {
  constructor() {
    super('RUN_IS_EMPTY', { status: 422 });
  }
}

export class SeatsShort extends Refusal {
  constructor(needed: number, free: number) {
    super('SEATS_SHORT', { extra: { needed, free } });
  }
}

export class PersonInAnotherRun extends Refusal {
  constructor() {
    super('PERSON_IN_ANOTHER_RUN');
  }
}

export class RunIsYourOwn extends Refusal {
  constructor() {
    super('RUN_IS_YOUR_OWN', { status: 403 });
  }
}

export class RunStateForbids extends Refusal {
  constructor(from: RunState, to: RunState) {
    super('RUN_STATE_FORBIDS', { extra: { from, to } });
  }
}

/** Nobody of it whom Microsoft refused may have the licence, or there is none. */
export class RunHasNothingToRetry extends Refusal {
  constructor(state: RunState) {
    super('RUN_HAS_NOTHING_TO_RETRY', { extra: { state } });
  }
}

/** When a run that began at `startedAt` is done, at the average pace so far; null before anything is. */
export function etaOf(startedAt: Date, now: Date, done: number, total: number): Date | null {
  if (done === 0 || done >= total) return null;
  const perPerson = (now.getTime() - startedAt.getTime()) / done;
  return new Date(now.getTime() + perPerson * (total - done));
}

export class PlanUnknown extends Refusal {
  constructor(plans: readonly string[]) {
    super('SERVICE_PLAN_UNKNOWN', { status: 422, extra: { plans } });
  }
}
