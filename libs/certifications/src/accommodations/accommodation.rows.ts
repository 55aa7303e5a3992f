import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { AccommodationView } from './accommodation.js';

/** Selects accommodations `a` of persons `p` whom the copy knows straight into their view. */
export const selectAccommodations = (tx: Tx, where: Sql, rest: Sql = empty): Promise<AccommodationView[]> =>
  tx.query<AccommodationView>(sql`
    select a.id, a.person_id as "personId", a.exam_code as "examCode", a.extra_minutes as "extraMinutes",
      a.extra_percent as "extraPercent", a.reader, a.accessible_workstation as "accessibleWorkstation", a.document, a.state, ${iso('a.granted_at')} as "grantedAt",
      a.created_by as "grantedBy", ${iso('a.revoked_at')} as "revokedAt", a.revoked_by as "revokedBy"
    from accommodation a join person_copy p on p.subject = a.person_id::text where ${where} ${rest}`);
