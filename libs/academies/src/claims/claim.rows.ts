import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql, empty } from 'sql-template-tag';
import type { ClaimView } from './claim.js';

/** Claims `c` with the persons `p` whom they claim, where these are shown to who asks. */
export const CLAIMS = sql`claim c left join person p on p.id = c.person_id`;

/** Selects claims straight into their view. */
export const selectClaims = (tx: Tx, where: Sql, rest: Sql = empty): Promise<ClaimView[]> =>
  tx.query<ClaimView>(sql`
    select c.id, c.person_id as "personId", jsonb_build_object('fr', c.name_fr, 'ar', c.name_ar) as name, c.matricule,
      c.birth_date::text as "birthDate", p.birth_date::text as "knownBirthDate",
      c.academy_id as "academyId", ${iso('c.asked_at')} as "askedAt", c.state, c.reason, c.decided_by as "decidedBy",
      ${iso('c.decided_at')} as "decidedAt", c.version
    from ${CLAIMS} where ${where} ${rest}`);
