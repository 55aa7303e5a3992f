import { codeList, textsOf } from '@takwin/platform/schema';
import { meaningsOf } from '@takwin/contracts/refusals';
import { z } from 'zod';

/** What proves a credential wrong. */
const WRONG = [
  'MALFORMED',
  'CONTEXT_MISSING',
  'TERM_UNDEFINED',
  'NOT_AN_OPEN_BADGE',
  'ACHIEVEMENT_INCOMPLETE',
  'ENDORSEMENT_INCOMPLETE',
  'PROOF_MISSING',
  'ALGORITHM_NOT_ACCEPTED',
  'SIGNATURE_INVALID',
  'PROOF_OF_OTHER_PURPOSE',
  'PROOF_EXPIRED',
  'PROOF_NOT_YET_VALID',
  'CLAIMS_DIFFER',
  'ISSUER_DISOWNS_KEY',
  'NOT_YET_VALID',
  'EXPIRED',
  'CREDENTIAL_UNKNOWN',
  'REVOKED',
  'SUSPENDED',
] as const;

/** What could not be checked: it proves nothing, and a credential of which it is said is never valid. */
const UNCHECKED = [
  'NOT_READ',
  'DOCUMENTS_CONTRADICT',
  'KEY_UNKNOWN',
  'KEY_ENDED',
  'ISSUER_UNCONFIRMED',
  'CONTEXT_UNKNOWN',
  'SPELLING_NOT_READ',
  'TYPE_NOT_SUPPORTED',
  'PROOF_NOT_SUPPORTED',
  'TOO_COMPLEX',
  'STATUS_UNCHECKED',
  'STATUS_LIST_INVALID',
  'STATUS_STALE',
  'SCHEMA_UNCHECKED',
] as const;

export const VerificationFault = codeList(
  'VerificationFault',
  'Why a credential is not to be believed',
  meaningsOf([...WRONG, ...UNCHECKED]),
);
export type VerificationFault = z.output<typeof VerificationFault>;

/** What changes no verdict, and whoever reads it should know: what the specifications deprecate, and what stands beside. */
export const VerificationWarning = codeList(
  'VerificationWarning',
  'What is to be known of a credential, and changes no verdict',
  meaningsOf([
    'DATA_MODEL_DEPRECATED',
    'PROOF_SUITE_DEPRECATED',
    'KEY_WITHOUT_FRAGMENT',
    'ENDORSEMENTS_UNCHECKED',
    'DIGESTS_UNCHECKED',
    'DOCUMENTS_UNREAD',
  ]),
);
export type VerificationWarning = z.output<typeof VerificationWarning>;

/** What is judged: Open Badges' own credentials, and what others say in support of them. */
export const VerifiedKind = codeList('VerifiedKind', 'What was judged: an Open Badge, or an endorsement', {
  'open-badge': 'An Open Badges 3.0 AchievementCredential: what it says of its holder',
  endorsement: 'An Open Badges 3.0 EndorsementCredential: what others say in support',
});
export type VerifiedKind = z.output<typeof VerifiedKind>;

const ProofView = z
  .object({
    type: z
      .string()
      .nullable()
      .describe('JWT, DataIntegrityProof, or what the proof calls itself; null where it says nothing'),
    suite: z
      .string()
      .nullable()
      .describe('The algorithm of a JWT, the cryptosuite of a Data Integrity proof; null where it names none'),
    key: z.string().nullable().describe('The address of the key that it names; null where it names none'),
    createdAt: z.iso.datetime().nullable().describe('When the proof says to have been made; null where it does not'),
    expiresAt: z.iso.datetime().nullable().describe('Until when the proof itself holds; null where it does not say'),
    faults: z
      .array(VerificationFault)
      .meta({ description: 'What is wrong with this proof, or could not be checked; empty: it holds', examples: [[]] }),
    faultTexts: textsOf('faults').meta({ examples: [[]] }),
  })
  .meta({ id: 'VerifiedProof' });

/** What was found of one proof. */
export type ProofFound = Omit<z.output<typeof ProofView>, 'createdAt' | 'expiresAt' | 'faultTexts'> & {
  createdAt: Date | undefined;
  expiresAt: Date | undefined;
  warnings: VerificationWarning[];
};

export const VerificationView = z
  .object({
    valid: z.boolean(),
    verdict: codeList('Verdict', 'What came of verifying a credential', {
      valid: 'Everything was checked, and nothing is wrong',
      invalid: 'Something is wrong: faults say what',
      undetermined: 'Nothing is wrong, but something could not be checked: faults say what',
    }),
    faults: z
      .array(VerificationFault)
      .meta({ description: 'Why it is not valid, or what could not be checked', examples: [[]] }),
    faultTexts: textsOf('faults').meta({ examples: [[]] }),
    warnings: z.array(VerificationWarning).meta({
      description: 'What changes no verdict: what is deprecated, or stands unchecked beside it',
      examples: [[]],
    }),
    warningTexts: textsOf('warnings').meta({ examples: [[]] }),
    revokedReason: z
      .string()
      .nullable()
      .describe('Why it was revoked, as whoever revoked it said; null where it was not, or its status does not tell'),
    kind: VerifiedKind.nullable().describe('What was judged; null for what is neither'),
    proofs: z.array(ProofView).describe('Each proof by itself, in the order in which they stand'),
    credentialId: z.string().nullable(),
    issuer: z.string().nullable().describe('Who says to have issued it; null where the document does not tell'),
    supersededBy: z
      .string()
      .nullable()
      .describe('The id of the credential of this house that holds in its stead; null where none is'),
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
  warnings: VerificationWarning[];
  kind: VerifiedKind | undefined;
  proofs: ProofFound[];
  /** The credential itself, where it could be read. */
  credential: Record<string, unknown> | undefined;
  /** The id of the credential that was issued in its stead. */
  supersededBy?: string | null;
  /** Why it was revoked, where its status says so. */
  revokedReason?: string | null;
  /** The instant of the status list that was read. */
  statusAsOf: Date | undefined;
};

export const isWrong = (fault: VerificationFault): boolean => (WRONG as readonly string[]).includes(fault);

/** Invalid by a fault that proves it; undetermined where something could not be found out. */
export function verdictOf({
  faults,
  warnings,
  kind,
  proofs,
  credential,
  supersededBy,
  revokedReason,
  statusAsOf,
}: Judged): VerificationView {
  const { id, issuer } = credential ?? {};
  return {
    valid: faults.length === 0,
    verdict: faults.length === 0 ? 'valid' : faults.some(isWrong) ? 'invalid' : 'undetermined',
    faults: [...new Set(faults)],
    warnings: [...new Set(warnings)],
    revokedReason: revokedReason ?? null,
    kind: kind ?? null,
    proofs: proofs.map(({ warnings: _, createdAt, expiresAt, ...proof }) => ({
      ...proof,
      createdAt: createdAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
    credentialId: typeof id === 'string' ? id : null,
    issuer: issuerOf(issuer) ?? null,
    supersededBy: supersededBy ?? null,
    statusAsOf: statusAsOf?.toISOString() ?? null,
  };
}

/** An issuer is named by a URL, or by an object with one. */
export function issuerOf(issuer: unknown): string | undefined {
  const id = typeof issuer === 'object' && issuer !== null ? (issuer as { id?: unknown }).id : issuer;
  return typeof id === 'string' ? id : undefined;
}
