import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { CredentialView } from './credential.js';
import { IS_UNCONFIRMED } from '../unconfirmed.js';

/** The credential that holds in the stead of `alias`: issued for it, or the holder's under a record that is theirs, too. */
export const successorOf = (alias: string): Sql =>
  sql`coalesce(${raw(alias)}.superseded_by, (select s.id from credential s where s.supersedes = ${raw(alias)}.id))`;

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
      ${successorOf('c')} as "supersededBy", c.version
    from credential c join achievement a on a.id = c.achievement_id where ${where} ${rest}`);
