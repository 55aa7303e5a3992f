import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { CertificationView } from './certification.js';

type Row = Omit<CertificationView, 'revokedOn'> & { version: number; revokedAt: Date | null };

/** Selects certifications that persons hold or held into their view, each with its version. */
export async function selectCertifications(
  tx: Pick<Tx, 'query'>,
  where: Sql,
): Promise<(CertificationView & Pick<Row, 'version'>)[]> {
  const rows = await tx.query<Row>(sql`
    select h.id, h.version, h.person_id as "personId", h.certification_id as certification, c.title,
      h.academy_id as "academyId", h.region, h.achieved_on::text as "achievedOn", h.revoked_at as "revokedAt",
      case when h.withdrawn_at is null then 'held' else 'withdrawn' end as state,
      (select k.id from credential k where k.person_id = h.person_id and k.achievement_id = h.certification_id
        order by k.state = 'revoked', k.ordinal desc limit 1) as "credentialId"
    from held h join certification c on c.id = h.certification_id where ${where}`);
  return rows.map(({ revokedAt, ...row }) => ({ ...row, revokedOn: revokedAt && legalDayOf(revokedAt) }));
}
