import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { Achieved } from './openbadge-credential.js';

/** A credential that is to be signed, and which correction of the name it is of. */
export type Pending = Omit<Achieved, 'issuedAt'> & { namesAsOf: Date | null };

/** Those of these credentials `c` that are to be signed, as their persons `p` are called now. */
export const readPending = (tx: Tx, where: Sql, rest: Sql = empty): Promise<Pending[]> =>
  tx.query<Pending>(sql`
    select c.id, c.ordinal, jsonb_build_object('name', p.name_fr, 'nameAr', p.name_ar) as holder,
      jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'nameAr', a.name_ar) as achievement,
      c.achieved_on::text as "achievedOn", c.valid_until::text as "validUntil", p.name_corrected_at as "namesAsOf"
    from credential c
    join achievement a on a.id = c.achievement_id
    join person_copy p on p.subject = c.person_id::text
    where ${where} and c.state = 'pending' ${rest}`);
