import { Injectable } from '@nestjs/common';
import { CredentialId } from '@takwin/contracts/ids';
import { systemActor } from '@takwin/platform/auth/actor';
import { Database } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import { CredentialKeys } from '../credential/keys.js';
import { judgeJwt } from '../credential/verify.js';
import type { Shown } from '../credential/verification-page.js';
import type { OpenBadge } from '../credential/open-badge.js';
import { decodeJwt } from 'jose';

const verifier = systemActor('verification');

@Injectable()
export class PublicVerification {
  constructor(
    private readonly db: Database,
    private readonly keys: CredentialKeys,
  ) {}

  /** What the credential of this id says, its signature checked anew; undefined where there is none that holds. */
  async run(id: string): Promise<Shown | undefined> {
    if (!CredentialId.safeParse(id).success) return undefined;
    const row = await this.db.readAs(verifier, (tx) =>
      tx.one<{ jwt: string; state: 'valid' | 'revoked'; reason: string | null }>(sql`
        select jwt, state, revoked_reason as reason from credential where id = ${id} and state <> 'pending'`),
    );
    if (!row) return undefined;
    const { faults } = await judgeJwt(this.keys, row.jwt, this.db.clock.now());
    if (faults.length > 0) return undefined;
    const badge = decodeJwt(row.jwt) as unknown as OpenBadge;
    return {
      holder: badge.credentialSubject.identifier[0]!.identityHash,
      achievement: badge.name,
      issuedOn: badge.validFrom.slice(0, 10),
      state: row.state,
      reason: row.reason,
    };
  }
}
