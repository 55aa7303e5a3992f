import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { accountName } from '../account-name.js';
import type { Asked, Standing } from './licence-reason.js';
import { PEOPLE, TRAITS } from './person.rows.js';
import { isTold } from './told.rows.js';

/** Persons whom `which` names (a condition on `p`), as rules see them, and the tenant that has the accounts of their region. */
export const selectAsked = (tx: Tx, which: Sql): Promise<(Asked & { id: string })[]> =>
  tx.query<Asked & { id: string }>(sql`
    select p.subject as id, ${TRAITS}, p.left_on::text as "leftOn", p.region,
      case when t.id is not null then jsonb_build_object('account', t.account,
        'isRead', exists (select from directory_sync s where s.tenant = t.id and s.synced_at is not null),
        'hasAccount', exists (select from directory_account c
          where c.tenant = t.id and c.upn = t.account and c.deleted_at is null)) end as tenant
    from ${PEOPLE} left join lateral (
      select d.id, lower(${accountName(sql`p.subject::uuid`, sql`p.matricule`)} || '@' || d.domain) as account from directory_tenant d
      where p.region = any(d.regions) or (d.regions is null and not exists (
        select from directory_tenant o where p.region = any(o.regions)))
      order by d.regions is null, d.id limit 1
    ) t on true where ${which}`);

/** How it stands with each product that these persons have, had, or are to have: `given`, by person; of pools and runs too. */
export const selectStandings = (
  tx: Tx,
  personIds: readonly string[],
  given: readonly { personId: string; skuId: string }[],
): Promise<(Standing & { personId: string })[]> =>
  tx.unbound.query<Standing & { personId: string }>(sql`
    with about as (
      select person_id, sku_id from licence where person_id = any(${personIds}::uuid[])
      union select person_id, sku_id from entitlement where person_id = any(${personIds}::uuid[])
      union select person_id, sku_id from outcome where person_id = any(${personIds}::uuid[])
      union select "personId", "skuId" from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g("personId" uuid, "skuId" uuid)
    )
    select b.person_id as "personId", b.sku_id as "skuId", s.part_number as sku, l.assigned_on::text as "licensedOn",
      case when p.sku_id is not null then jsonb_build_object('seats', p.seats, 'used', p.used) end as pool,
      e.entitlement, o.run
    from about b join sku s on s.id = b.sku_id left join seat_pool p on p.sku_id = b.sku_id
    left join licence l on l.person_id = b.person_id and l.sku_id = b.sku_id and l.state = 'assigned'
    left join lateral (
      select jsonb_build_object('state', e.state, 'rule', r.name, 'since', e.since, 'until', e.until, 'changedAt', e.changed_at,
        'wasTried', e.tried_at is not null, 'problem', e.problem) as entitlement
      from entitlement e left join entitlement_rule r on r.id = e.rule_id
      where e.person_id = b.person_id and e.sku_id = b.sku_id and ${isTold(tx.actor, sql`e.academy_id`)}
    ) e on true
    left join lateral (
      select jsonb_build_object('id', r.id, 'action', r.action, 'state', r.state, 'reason', r.reason, 'outcome', o.state,
        'told', o.reason, 'graphError', o.graph_error, 'requestId', o.request_id, 'attempts', o.attempts,
        'at', coalesce(o.settled_at, r.accepted_at), 'ahead', case when o.state <> 'reserved' then 0 else
          greatest(0, o.position - 1 - greatest(0, (select min(c.position) from run_cursor c where c.run_id = r.id)))
          + (select coalesce(sum(q.total - q.done - q.failed), 0) from run q
            where q.state = 'running' and (q.priority, q.accepted_at) < (r.priority, r.accepted_at)) end) as run
      from outcome o join run r on r.id = o.run_id where o.person_id = b.person_id and o.sku_id = b.sku_id
        and ${isTold(tx.actor, sql`o.academy_id`)}
      order by o.state in ('reserved', 'calling', 'unknown') desc, r.accepted_at desc, r.id limit 1
    ) o on true
    order by s.part_number`);
