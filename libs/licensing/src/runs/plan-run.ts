import type { Actor } from '@takwin/platform/auth';
import { type Tx, within } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { EntitlementReason, Subject } from '../entitlement/entitlement.js';
import { allowLarge } from '../large-statements.js';

/** Whom a run is about: these persons, or everyone whom the filter describes; of those whom the actor may know of. */
export type Chosen = {
  persons?: readonly string[] | undefined;
  filter?: { academyId?: string | undefined; region?: string | undefined; kind?: string | undefined } | undefined;
};

/** What a rule looks at, and nothing else of a person: so few combinations that the rule is asked once for each. */
export type Traits = Subject & { nameless: boolean };
export type Decision = Traits & { reason: EntitlementReason | null };

const chosen = (actor: Actor, { persons, filter = {} }: Chosen): Sql => {
  const { academyId, region, kind } = filter;
  return sql`${within(actor, { region: sql`p.region`, academy: sql`p.academy_id` })}
    ${persons ? sql`and p.subject = any(${persons}::text[])` : empty}
    ${academyId ? sql`and p.academy_id = ${academyId}` : empty}
    ${region ? sql`and p.region = ${region}` : empty}
    ${kind ? sql`and p.kind = ${kind}` : empty}`;
};

const PEOPLE = sql`person_copy p left join academy_copy a on a.subject = p.academy_id::text`;

/** The combinations of traits among those chosen. */
export const traitsOf = (tx: Tx, who: Chosen): Promise<Traits[]> =>
  tx.query<Traits>(sql`
    select distinct p.kind, p.active, coalesce(a.profile, 'ordinary') as profile, p.matricule is null as nameless,
      case when p.matricule is null then null else '' end as matricule
    from ${PEOPLE} where ${chosen(tx.actor, who)}`);

export type Plan = {
  runId: string;
  skuId: string;
  action: 'assign' | 'revoke';
  /** Whether who has the licence already is asked for all the same: its plans may be others. */
  again: boolean;
  decisions: readonly Decision[];
};

/**
 * Writes an outcome for everyone chosen, in one statement for any number: who may not has failed with the reason, who has the
 * licence already is done, and the rest are reserved. Returns how many there are, and how many need a seat.
 */
export async function planOutcomes(
  tx: Tx,
  plan: Plan,
  who: Chosen,
): Promise<{ total: number; open: number; seats: number }> {
  const { runId, skuId, action, again, decisions } = plan;
  await allowLarge(tx);
  await tx.query(sql`
    insert into outcome(run_id, person_id, sku_id, academy_id, region, account, reason, position, state, holds_seat)
    select ${runId}, c.*,
      case when c.reason is null then 'reserved' when c.reason = 'ALREADY_ASSIGNED' then 'assigned' else 'failed' end,
      c.reason is null and ${action} = 'assign' and not exists (
        select from licence l where l.person_id = c.person_id and l.sku_id = ${skuId} and l.state = 'assigned')
    from (
      select p.subject::uuid as person_id, ${skuId}::uuid as sku_id, p.academy_id, p.region, p.matricule,
        case when busy.person_id is not null then 'PERSON_IN_ANOTHER_RUN'
          when p.matricule is not null and count(*) over (partition by p.matricule) > 1 then 'ACCOUNT_NOT_UNIQUE'
          when ${action} = 'assign' and not ${again} and l.person_id is not null then 'ALREADY_ASSIGNED'
          else d.reason end as reason,
        row_number() over (order by p.academy_id, p.subject)::int as position
      from ${PEOPLE}
      join jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) as d(kind text, active boolean, profile text,
        nameless boolean, reason text) on d.kind = p.kind and d.active = p.active
        and d.profile = coalesce(a.profile, 'ordinary') and d.nameless = (p.matricule is null)
      left join licence l on l.person_id = p.subject::uuid and l.sku_id = ${skuId} and l.state = 'assigned'
      left join outcome busy on busy.person_id = p.subject::uuid and busy.sku_id = ${skuId}
        and busy.state in ('reserved', 'calling', 'unknown')
      where ${chosen(tx.actor, who)}
    ) c`);
  return recount(tx, runId);
}

/** Counts a run's outcomes again; returns the sums. */
export async function recount(tx: Tx, runId: string): Promise<{ total: number; open: number; seats: number }> {
  await allowLarge(tx);
  const row = await tx.one<{ total: number; open: number; seats: number }>(sql`
    with counted as (
      select count(*)::int as total, count(*) filter (where state in ('assigned', 'released'))::int as done,
        count(*) filter (where state in ('failed', 'cancelled'))::int as failed,
        count(*) filter (where holds_seat and state = 'reserved')::int as seats
      from outcome where run_id = ${runId}
    )
    update run set total = c.total, done = c.done, failed = c.failed from counted c where id = ${runId}
    returning c.total, c.total - c.done - c.failed as open, c.seats`);
  return row!;
}
