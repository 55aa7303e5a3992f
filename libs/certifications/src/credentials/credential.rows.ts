import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { CredentialView } from './credential.js';
import { IS_UNCONFIRMED } from '../unconfirmed.js';

/** Selects credentials straight into their view. */
export const selectCredentials = (tx: Tx, where: Sql, rest: Sql = empty): Promise<CredentialView[]> =>
  tx.query<CredentialView>(sql`
    select c.id, c.person_id as "personId", 
      jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'nameAr', a.name_ar) as achievement,
      c.achieved_on::text as "achievedOn", c.valid_until::text as "validUntil", c.state,
      case when c.state = 'pending' and exists (select from person_copy p where p.subject = c.person_id::text and ${IS_UNCONFIRMED})
        then 'PERSON_UNCONFIRMED' end as "waitsFor",
      ${iso('c.issued_at')} as "issuedAt",
      ${iso('c.revoked_at')} as "revokedAt", c.revoked_reason as "revokedReason", c.revoked_by as "revokedBy",
      c.reissued_by as "reissuedBy", c.reissued_reason as "reissuedReason", c.supersedes,
      (select n.id from credential n where n.supersedes = c.id) as "supersededBy", c.version
    from credential c join achievement a on a.id = c.achievement_id where ${where} ${rest}`);
