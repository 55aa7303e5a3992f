import { Injectable } from '@nestjs/common';
import { AcademyId, PersonId, RegionCode, SkuId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth/actor';
import { invalid } from '@takwin/platform/errors/refusal';
import { Queues } from '@takwin/platform/jobs/queues';
import { refusing } from '@takwin/platform/postgres/constraint';
import { Database, type Tx } from '@takwin/platform/postgres/database';
import { createOnce } from '@takwin/platform/postgres/idempotency';
import { within } from '@takwin/platform/postgres/within';
import { command } from '@takwin/platform/schema/schema';
import sql, { empty } from 'sql-template-tag';
import { z } from 'zod';
import { reasonsAgainst, type Audience, type Subject } from '../entitlement/entitlement.js';
import { PersonInAnotherRun, RunAction, RunIsEmpty, SeatsShort, SkuUnknown, type RunView } from '../run/run.js';
import { selectRuns } from '../storage/run-rows.js';
import { wakeProvisioners } from './provision.js';
import { MANAGERS } from './rules.js';

const Filter = z
  .strictObject({
    academyId: AcademyId.optional(),
    region: RegionCode.optional(),
    kind: z.enum(['trainee', 'trainer', 'staff']).optional(),
  })
  .meta({ id: 'RunFilter' });

export const StartProvisioningRun = command(
  'StartProvisioningRun',
  MANAGERS,
  {
    skuId: SkuId,
    action: RunAction,
    persons: z.array(PersonId).min(1).max(10_000).optional().describe('These persons, or'),
    filter: Filter.optional().describe('everyone whom this describes'),
  },
  'Gives or takes a licence of many persons; a worker carries it out',
);
export type StartProvisioningRun = z.output<typeof StartProvisioningRun>;

type Person = {
  person_id: string;
  academy_id: string;
  region: string;
  kind: Subject['kind'];
  active: boolean;
  matricule: string | null;
  profile: Subject['profile'];
  licensed: boolean;
  busy: boolean;
};
type Planned = Person & { state: 'reserved' | 'assigned' | 'released' | 'failed'; reason: string | null };

@Injectable()
export class RunStart {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Accepts a run with an outcome for everyone chosen: who is not entitled, or in another run, has failed with the reason; who
   * has the licence already is done. Seats for the rest are taken from the pool at once: SEATS_SHORT where they do
   * not suffice, and nothing is written. Refuses SKU_UNKNOWN and RUN_IS_EMPTY.
   */
  async run(actor: Actor, command: StartProvisioningRun): Promise<RunView> {
    if ((command.persons === undefined) === (command.filter === undefined))
      throw invalid([{ path: ['persons'], code: 'exactly_one', message: 'exactly one of persons, filter' }]);
    const run = await this.db.asActor(actor, (tx) => this.accept(tx, command));
    if (run.state === 'running') await wakeProvisioners(this.queues, run.id, run.total);
    return run;
  }

  private async accept(tx: Tx, command: StartProvisioningRun): Promise<RunView> {
    const { skuId, action, filter = {} } = command;
    const pool = await tx.one<{ audience: Audience; free: number }>(sql`
      select s.audience, p.seats - p.used as free from seat_pool p join sku s on s.id = p.sku_id where p.sku_id = ${skuId}`);
    if (!pool) throw new SkuUnknown();
    const { id, created } = await createOnce(
      tx,
      'run',
      command,
      (once) => sql`
      insert into run(sku_id, action, region, academy_id, accepted_at, ${once.columns})
      values (${skuId}, ${action}, ${filter.region ?? null}, ${filter.academyId ?? null}, ${tx.at}, ${once.values})`,
    );
    if (created) {
      const planned = (await this.choose(tx, command)).map((person) => plan(person, action, pool.audience));
      if (planned.length === 0) throw new RunIsEmpty();
      await this.takeSeats(tx, skuId, action, planned, pool.free);
      await this.write(tx, id, command, planned);
    }
    return (await selectRuns(tx, sql`r.id = ${id}`))[0]!;
  }

  private choose(tx: Tx, { skuId, persons, filter = {} }: StartProvisioningRun): Promise<Person[]> {
    const mine = within(tx.actor, { region: sql`p.region`, academy: sql`p.academy_id` });
    const { academyId, region, kind } = filter;
    return tx.query<Person>(sql`
      select p.subject as person_id, p.academy_id, p.region, p.kind, p.active, p.matricule,
        coalesce(a.profile, 'ordinary') as profile,
        exists (select from licence l where l.person_id = p.subject::uuid and l.sku_id = ${skuId}
          and l.state = 'assigned') as licensed,
        exists (select from outcome o where o.person_id = p.subject::uuid and o.sku_id = ${skuId}
          and o.state in ('reserved', 'calling', 'unknown')) as busy
      from person_copy p left join academy_copy a on a.subject = p.academy_id::text
      where ${mine}
        ${persons ? sql`and p.subject = any(${persons}::text[])` : empty}
        ${academyId ? sql`and p.academy_id = ${academyId}` : empty}
        ${region ? sql`and p.region = ${region}` : empty}
        ${kind ? sql`and p.kind = ${kind}` : empty}`);
  }

  private async takeSeats(
    tx: Tx,
    skuId: string,
    action: string,
    planned: readonly Planned[],
    free: number,
  ): Promise<void> {
    const needed = action === 'assign' ? planned.filter(({ state }) => state === 'reserved').length : 0;
    if (needed === 0) return;
    const taken = await tx.one(sql`
      update seat_pool set used = used + ${needed} where sku_id = ${skuId} and used + ${needed} <= seats returning sku_id`);
    if (!taken) throw new SeatsShort(needed, free);
  }

  private async write(
    tx: Tx,
    id: string,
    { skuId, action }: StartProvisioningRun,
    planned: readonly Planned[],
  ): Promise<void> {
    await refusing(
      tx.query(sql`
        insert into outcome(run_id, person_id, sku_id, academy_id, region, account, state, reason, holds_seat)
        select ${id}, person_id, ${skuId}, academy_id, region, matricule, state, reason,
          state = 'reserved' and ${action} = 'assign'
        from jsonb_to_recordset(${JSON.stringify(planned)}::jsonb) as p(person_id uuid, academy_id uuid, region text,
          matricule text, state text, reason text)`),
      { outcome_open: () => new PersonInAnotherRun() },
    );
    await tx.query(sql`
      update run set state = 'done', ended_at = ${tx.at} where id = ${id}
        and not exists (select from outcome where run_id = ${id} and state = 'reserved')`);
  }
}

function plan(person: Person, action: 'assign' | 'revoke', audience: Audience): Planned {
  if (person.busy) return { ...person, state: 'failed', reason: 'PERSON_IN_ANOTHER_RUN' };
  if (action === 'revoke')
    return person.matricule
      ? { ...person, state: 'reserved', reason: null }
      : { ...person, state: 'failed', reason: 'NO_ACCOUNT_NAME' };
  if (person.licensed) return { ...person, state: 'assigned', reason: 'ALREADY_ASSIGNED' };
  const [reason = null] = reasonsAgainst(person, audience);
  return { ...person, state: reason ? 'failed' : 'reserved', reason };
}
