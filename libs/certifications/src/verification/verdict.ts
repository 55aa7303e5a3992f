import { z } from 'zod';

/** What proves a credential wrong. */
const WRONG = [
  'MALFORMED',
  'CONTEXT_MISSING',
  'TERM_UNDEFINED',
  'NOT_AN_OPEN_BADGE',
  'ACHIEVEMENT_INCOMPLETE',
  'PROOF_MISSING',
  'ALGORITHM_NOT_ACCEPTED',
  'SIGNATURE_INVALID',
  'CLAIMS_DIFFER',
  'ISSUER_DISOWNS_KEY',
  'NOT_YET_VALID',
  'EXPIRED',
  'CREDENTIAL_UNKNOWN',
  'REVOKED',
  'SUSPENDED',
  'STATUS_LIST_INVALID',
] as const;

/** What could not be checked: it proves nothing, and a credential of which it is said is never valid. */
const UNCHECKED = [
  'KEY_UNKNOWN',
  'ISSUER_UNCONFIRMED',
  'CONTEXT_UNKNOWN',
  'PROOF_NOT_SUPPORTED',
  'TOO_COMPLEX',
  'STATUS_UNCHECKED',
  'STATUS_STALE',
  'SCHEMA_UNCHECKED',
] as const;

export const VerificationFault = z.enum([...WRONG, ...UNCHECKED]).meta({ id: 'VerificationFault' });
export type VerificationFault = z.output<typeof VerificationFault>;

export const VerificationView = z
  .object({
    valid: z.boolean(),
    verdict: z
      .enum(['valid', 'invalid', 'undetermined'])
      .meta({ id: 'Verdict', description: 'undetermined: nothing is wrong, but something could not be checked' }),
    faults: z.array(VerificationFault).describe('Why it is not valid, or what could not be checked'),
    credentialId: z.string().nullable(),
    issuer: z.string().nullable().describe('Who says to have issued it'),
    statusAsOf: z.iso
      .datetime()
      .nullable()
      .describe('How old the news is that it was not revoked; null without status'),
  })
  .meta({ id: 'CredentialVerification' });
export type VerificationView = z.output<typeof VerificationView>;

/** What was found of a credential. */
export type Judged = {
  faults: VerificationFault[];
  /** The credential itself, where it could be read. */
  credential: Record<string, unknown> | undefined;
  /** The instant of the status list that was read. */
  statusAsOf: Date | undefined;
};

const isWrong = (fault: VerificationFault): boolean => (WRONG as readonly string[]).includes(fault);

/** Invalid by a fault that proves it; undetermined where something could not be found out. */
export function verdictOf({ faults, credential, statusAsOf }: Judged): VerificationView {
  const { id, issuer } = credential ?? {};
  return {
    valid: faults.length === 0,
    verdict: faults.length === 0 ? 'valid' : faults.some(isWrong) ? 'invalid' : 'undetermined',
    faults: [...new Set(faults)],
    credentialId: typeof id === 'string' ? id : null,
    issuer: issuerOf(issuer) ?? null,
    statusAsOf: statusAsOf?.toISOString() ?? null,
  };
}

/** An issuer is named by a URL, or by an object with one. */
export function issuerOf(issuer: unknown): string | undefined {
  const id = typeof issuer === 'object' && issuer !== null ? (issuer as { id?: unknown }).id : issuer;
  return typeof id === 'string' ? id : undefined;
}
