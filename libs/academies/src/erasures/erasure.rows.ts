import type { Actor } from '@takwin/platform/auth';
import { iso, type Tx, within } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { ErasureView } from './erasure.js';

/** Requests `e`, with the person `p` as long as the register has one, also of the records that became theirs. */
export const ERASURES = sql`erasure e
  left join person_alias a on a.id = e.person_id left join person p on p.id = coalesce(a.person_id, e.person_id)`;

/** Whether the actor may read the request `e`: by where the person is, or was when the register had them last. */
export const isShownErasure = (actor: Actor): Sql =>
  within(actor, {
    region: sql`coalesce(p.region, e.region)`,
    academy: sql`coalesce(p.academy_id, e.academy_id)`,
    person: sql`coalesce(p.id, e.person_id)`,
  });

/** Selects requests straight into their view. Who decided is not told to the person. */
export const selectErasures = (tx: Tx, where: Sql, rest: Sql = empty): Promise<ErasureView[]> =>
  tx.query<ErasureView>(sql`
    select e.id, coalesce(p.id, e.person_id) as "personId", e.reason, e.keeps_credentials as "keepsCredentials",
      ${iso('e.asked_at')} as "askedAt", e.state, e.answer, e.document,
      case when ${tx.actor.scope !== 'self'} then e.decided_by end as "decidedBy", ${iso('e.decided_at')} as "decidedAt",
      ${iso('e.finished_at')} as "finishedAt", e.version,
      (select coalesce(jsonb_agg(jsonb_build_object('service', r.service, 'stage', r.stage, 'because', r.because,
        'toldAt', ${iso('r.told_at')}) order by r.service), '[]') from erasure_report r where r.person_id = e.person_id) as progress
    from ${ERASURES} where ${where} ${rest}`);
