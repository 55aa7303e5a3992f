import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { ReadinessKind, type ReadinessProofView, type ReadinessView } from './readiness-proof.js';

/** Proofs `p` with their academies `a`. */
export const PROOFS = sql`readiness_proof p join academy a on a.id = p.academy_id`;

/** Selects proofs straight into their view. */
export const selectProofs = (tx: Tx, where: Sql, rest: Sql = empty): Promise<ReadinessProofView[]> =>
  tx.query<ReadinessProofView>(sql`
    select p.id, p.academy_id as "academyId", p.kind, p.proven_on::text as "provenOn", p.expires_on::text as "expiresOn",
      p.document, p.state, p.recorded_by as "recordedBy", ${iso('p.recorded_at')} as "recordedAt",
      p.confirmed_by as "confirmedBy", p.withdrawn_reason as "withdrawnReason", p.version
    from ${PROOFS} where ${where} ${rest}`);

/** How each of these academies that there is stands on a day, in one statement. */
export async function selectReadiness(tx: Tx, ids: readonly string[], on: string): Promise<ReadinessView[]> {
  const kinds = ReadinessKind.options;
  const rows = await tx.query<Omit<ReadinessView, 'score' | 'on'>>(sql`
    select a.id as "academyId", jsonb_agg(jsonb_build_object('kind', k.kind, 'provenUntil', proven.until, 'standing', case
        when proven.until is not null then 'proven'
        when said.is then 'unconfirmed'
        when said.over then 'expired' else 'missing' end) order by k.place) as kinds
    from academy a cross join unnest(${kinds}::text[]) with ordinality k(kind, place)
    cross join lateral (
      select max(p.expires_on)::text as until from readiness_proof p
      where p.academy_id = a.id and p.kind = k.kind and p.state = 'confirmed' and ${on}::date between p.proven_on and p.expires_on
    ) proven
    cross join lateral (
      select bool_or(p.state = 'recorded' and ${on}::date between p.proven_on and p.expires_on) as is,
        bool_or(p.state = 'confirmed' and p.expires_on < ${on}::date) as over
      from readiness_proof p where p.academy_id = a.id and p.kind = k.kind
    ) said
    where a.id = any(${ids}::uuid[]) group by a.id`);
  return rows.map((row) => {
    const proven = row.kinds.filter(({ standing }) => standing === 'proven').length;
    return { ...row, on, score: Math.round((100 * proven) / kinds.length) };
  });
}
