import { Injectable } from '@nestjs/common';
import { Database } from '@takwin/platform/postgres';
import { CredentialKeys } from '../credentials/keys.js';
import { credentialUrl, type OpenBadge } from '../credentials/openbadge-credential.js';
import { registered } from '../credentials/read-register.js';
import type { Shown } from './page.js';
import { VerifyCredentialHandler } from './verify-credential.js';

@Injectable()
export class ShowVerificationHandler {
  constructor(
    private readonly db: Database,
    private readonly keys: CredentialKeys,
    private readonly verification: VerifyCredentialHandler,
  ) {}

  /**
   * What the credential of this id says, its signatures, dates and status checked anew; undefined where there is none.
   * Where the record does not hold it says so, and shows nothing of what cannot be believed.
   */
  async run(asked: string): Promise<Shown | undefined> {
    const row = await registered(this.db, asked);
    if (!row) return undefined;
    if (row.jwt === '') return { state: 'withdrawn' };
    const { id } = row;
    const { credential, faults } = await this.verification.judge(row.jwt);
    const proven =
      row.proof && credential ? await this.verification.judge({ ...credential, proof: row.proof }) : undefined;
    const all = new Set([...faults, ...(proven?.faults ?? [])]);
    all.delete('REVOKED');
    if (credential?.id !== credentialUrl(this.keys.url, id)) all.add('CREDENTIAL_UNKNOWN');
    const state = all.size > 0 ? ([...all].every((one) => one === 'EXPIRED') ? 'expired' : 'doubtful') : row.state;
    if (state === 'doubtful') return { state };
    const {
      credentialSubject,
      name,
      validFrom,
      validUntil = null,
      awardedDate,
      ...badge
    } = credential as unknown as OpenBadge;
    return {
      state,
      id,
      holder: credentialSubject.identifier.map(({ identityHash }) => identityHash),
      achievement: [name, ...(row.nameAr ? [row.nameAr] : [])],
      achievedOn: awardedDate.slice(0, 10),
      issuedOn: validFrom.slice(0, 10),
      validUntil: validUntil && validUntil.slice(0, 10),
      issuer: badge.issuer.name,
      reason: row.supersededBy === null ? row.reason : null,
      supersededBy: row.supersededBy,
    };
  }
}
