import { Injectable } from '@nestjs/common';
import { PERSON_KINDS } from '@takwin/contracts/events/academies';
import { AcademyId, PersonId, RegionCode, SkuId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { invalid } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, refusing, type Tx } from '@takwin/platform/postgres';
import { codeList, command, Distinct } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { decidedOf } from '../entitlement/decide-persons.js';
import {
  PersonInAnotherRun,
  PlanUnknown,
  RunAction,
  RunIsEmpty,
  RunMethod,
  SeatsShort,
  SkuUnknown,
  type RunView,
} from './run.js';
import { takeSeats } from '../pools/seat-pool.writer.js';
import { RunPolicy } from './policy.js';
import { allowLarge } from '../large-statements.js';
import { planOutcomes } from './outcome.writer.js';
import { beginRun, openRun } from './run.writer.js';
import { chosenBy, givingBack } from './plan-run.js';
import { selectRuns } from './run.rows.js';
import { CHECK_QUEUE, wakeProvisioners } from '../queues.js';

const Filter = z
  .strictObject({
    academyId: AcademyId.optional(),
    region: RegionCode.optional(),
    kind: codeList('RunFilterKind', 'Who is provisioned', PERSON_KINDS).optional(),
  })
  .meta({ id: 'RunFilter' });

export const StartProvisioningRun = command(
  'StartProvisioningRun',
  MANAGERS,
  {
    skuId: SkuId,
    action: RunAction,
    persons: Distinct(PersonId).min(1).max(10_000).optional().describe('These persons, or'),
    filter: Filter.optional().describe('everyone whom this describes'),
    method: RunMethod.optional().describe('As the programme has decided unless told'),
    disabledPlans: Distinct(z.guid().toLowerCase()).max(100).optional().describe('Service plans that are to be off'),
    preflight: z.boolean().optional().describe('Only checks, and waits to be approved, whatever its size'),
  },
  {
    summary: 'Start a provisioning run',
    shown: ['persons'],
    description:
      'Gives or takes a licence of up to 10,000 persons, or of everyone whom a filter describes; a worker' +
      ' carries it out, and the answer is 202. A large run, or one with preflight, is only checked and waits to' +
      ' be approved.',
  },
);
export type StartProvisioningRun = z.output<typeof StartProvisioningRun>;

type Pool = { skuId: string; free: number; plans: { id: string }[] };

@Injectable()
export class StartRunHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
    private readonly policy: RunPolicy,
  ) {}

  /**
   * Accepts a run with an outcome for everyone chosen: who is not entitled, or in another run, has failed with the reason; who
   * has the licence already is done. Seats for the rest are taken from the pool at once: SEATS_SHORT where they do
   * not suffice, and nothing is written. A large run is checked and waits to be approved. Refuses SKU_UNKNOWN,
   * SERVICE_PLAN_UNKNOWN and RUN_IS_EMPTY.
   */
  async run(actor: Actor, command: StartProvisioningRun): Promise<RunView> {
    if ((command.persons === undefined) === (command.filter === undefined))
      throw invalid([{ path: ['persons'], code: 'exactly_one', message: 'exactly one of persons, filter' }]);
    const run = await this.db.asActor(actor, (tx) => this.accept(tx, command));
    if (run.state === 'running') await wakeProvisioners(this.queues, run.id, run.total);
    if (run.state === 'checking') await this.queues.wake(CHECK_QUEUE, { ids: [run.id] });
    return run;
  }

  /** The same within a transaction of the caller, who wakes the workers. */
  async accept(tx: Tx, command: StartProvisioningRun): Promise<RunView> {
    const { skuId, action, filter = {}, method = this.policy.method, disabledPlans = [] } = command;
    const pool = await tx.one<Pool>(sql`
      select p.sku_id as "skuId", p.seats - p.used as free, s.service_plans as plans
      from seat_pool p join sku s on s.id = p.sku_id where p.sku_id = ${skuId}`);
    if (!pool) throw new SkuUnknown();
    const foreign = disabledPlans.filter((id) => !pool.plans.some((plan) => plan.id === id));
    if (foreign.length > 0) throw new PlanUnknown(foreign);
    const { region, academyId } = filter;
    const id = await openRun(tx, { skuId, action, method, disabledPlans, region, academyId });
    await this.plan(tx, id, command, pool);
    return (await selectRuns(tx, sql`r.id = ${id}`))[0]!;
  }

  private async plan(tx: Tx, runId: string, command: StartProvisioningRun, { skuId, free }: Pool): Promise<void> {
    const { action, disabledPlans } = command;
    await allowLarge(tx);
    const which = chosenBy(tx.actor, command);
    const chosen = action === 'assign' ? await decidedOf(tx, which, skuId) : givingBack(which);
    const again = disabledPlans !== undefined;
    const planned = await refusing(planOutcomes(tx, { runId, skuId, action, again }, chosen), {
      outcome_open: () => new PersonInAnotherRun(),
    });
    if (planned.total === 0) throw new RunIsEmpty();
    if (!(await takeSeats(tx, skuId, planned.seats))) throw new SeatsShort(planned.seats, free);
    const open = planned.total - planned.done - planned.failed;
    const waits = command.preflight || open > this.policy.approvalAbove;
    const state = waits ? 'checking' : open > 0 ? 'running' : 'done';
    await beginRun(tx, runId, planned, { state, bulk: open > this.policy.interactiveUpTo });
  }
}
