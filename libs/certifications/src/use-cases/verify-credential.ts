import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth/actor';
import { Database } from '@takwin/platform/postgres/database';
import { command } from '@takwin/platform/schema/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { CredentialKeys } from '../credential/keys.js';
import { judgeJwt, type VerificationView } from '../credential/verify.js';

export const VerifyCredential = command(
  'VerifyCredential',
  {
    public: 'programme',
    'programme-admin': 'programme',
    'regional-director': 'programme',
    'academy-manager': 'programme',
    trainer: 'programme',
    candidate: 'programme',
    integrator: 'programme',
  },
  { credential: z.string().min(1).max(100_000).describe('A credential as JWT') },
  'Says whether a credential is valid, or why not',
);
export type VerifyCredential = z.output<typeof VerifyCredential>;

const verifier = systemActor('verification');

@Injectable()
export class CredentialVerification {
  constructor(
    private readonly db: Database,
    private readonly keys: CredentialKeys,
  ) {}

  /** Never says valid where something could not be checked: signature, dates, and whether it was revoked. */
  async run({ credential }: VerifyCredential): Promise<VerificationView> {
    const { faults, credentialId } = await judgeJwt(this.keys, credential.trim(), this.db.clock.now());
    if (faults.length > 0) return { valid: false, faults, credentialId };
    const state = await this.stateOf(credentialId?.split('/').at(-1) ?? '', credential.trim());
    if (state === 'valid') return { valid: true, faults: [], credentialId };
    return { valid: false, faults: [state === 'revoked' ? 'REVOKED' : 'CREDENTIAL_UNKNOWN'], credentialId };
  }

  private async stateOf(id: string, jwt: string): Promise<string | undefined> {
    const row = await this.db.readAs(verifier, (tx) =>
      tx.one<{ state: string }>(sql`select state from credential where id::text = ${id} and jwt = ${jwt}`),
    );
    return row?.state;
  }
}
