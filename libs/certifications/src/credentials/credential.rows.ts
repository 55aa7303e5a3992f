import { credential } from '@takwin/contracts/events/certifications';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { CredentialView } from './credential.js';
import { iso } from '../instants.js';

/** Selects credentials straight into their view. */
export const selectCredentials = (tx: Tx, where: Sql, rest: Sql = empty): Promise<CredentialView[]> =>
  tx.query<CredentialView>(sql`
    select c.id, c.person_id as "personId", 
      jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'nameAr', a.name_ar) as achievement,
      c.achieved_on::text as "achievedOn", c.valid_until::text as "validUntil", c.state, ${iso('c.issued_at')} as "issuedAt",
      ${iso('c.revoked_at')} as "revokedAt", c.revoked_reason as "revokedReason", c.version
    from credential c join achievement a on a.id = c.achievement_id where ${where} ${rest}`);

type Row = {
  id: string;
  version: number;
  personId: string;
  achievement: string;
  academyId: string;
  region: string;
  issuedAt: string;
  state: 'valid' | 'revoked';
};

/** Publishes the whole state of these credentials, just changed in this transaction. */
export async function announceCredentials(
  tx: Tx,
  type: TypeOf<typeof credential>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.query<Row>(sql`
    select c.id, c.version, c.person_id as "personId", a.name as achievement, c.academy_id as "academyId", c.region,
      ${iso('c.issued_at')} as "issuedAt", c.state
    from credential c join achievement a on a.id = c.achievement_id where c.id = any(${ids}::uuid[])`);
  await append(
    tx,
    credential,
    type,
    rows.map(({ id, version, ...state }) => ({ id, version, state: state })),
  );
}
