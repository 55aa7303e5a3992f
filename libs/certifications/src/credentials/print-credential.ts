import { Injectable } from '@nestjs/common';
import { CredentialId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import { decodeJwt } from 'jose';
import type { z } from 'zod';
import { CredentialRevoked, CredentialWithdrawn } from './credential.js';
import { FindCredentialsHandler } from './find-credentials.js';
import { CredentialKeys } from './keys.js';
import type { OpenBadge } from './openbadge-credential.js';
import { certificateInputs } from './print/certificate.js';
import { Typesetter } from './print/typesetter.js';
import { registered } from './read-register.js';
import { withoutClaims } from '../verification/content.js';
import { signedCredential } from '../verification/read.js';
import { CANDIDATE_READERS } from '../rules.js';

/** Whoever was given the credential's address may print it, as the holder may who shows it. */
export const PrintCredential = query(
  'PrintCredential',
  { ...CANDIDATE_READERS, public: 'programme' },
  { id: CredentialId },
  {
    summary: 'Fetch a credential as a certificate to print',
    mayConflict: true,
    description:
      'Answers a certificate in French and Arabic as PDF/A-3 with the signed credential attached. Whoever has' +
      ' its address may fetch it.',
  },
);
export type PrintCredential = z.output<typeof PrintCredential>;

@Injectable()
export class PrintCredentialHandler {
  constructor(
    private readonly db: Database,
    private readonly keys: CredentialKeys,
    private readonly typesetter: Typesetter,
    private readonly search: FindCredentialsHandler,
  ) {}

  /**
   * The certificate as it was signed, dated as it was issued: the same bytes whenever it is asked for. Refuses
   * NOT_FOUND, as FindCredentialsHandler.unsigned says while it is unsigned, CREDENTIAL_WITHDRAWN, CREDENTIAL_REVOKED, PRINTER_IS_BUSY and NOT_PRINTABLE.
   */
  async run(actor: Actor, { id }: PrintCredential): Promise<Uint8Array> {
    const row = await registered(this.db, id);
    if (!row) throw await this.search.unsigned(actor, { id });
    if (row.jwt === '') throw new CredentialWithdrawn();
    if (row.state === 'revoked') throw new CredentialRevoked();
    const badge = withoutClaims(decodeJwt(row.jwt)) as unknown as OpenBadge;
    const { jwt, json } = signedCredential(row.jwt, row.proof);
    const inputs = certificateInputs({
      id: row.id,
      url: this.keys.url,
      badge,
      kind: row.kind,
      nameAr: row.nameAr,
      jwt,
      json,
    });
    return this.typesetter.set(inputs, new Date(badge.validFrom));
  }
}
