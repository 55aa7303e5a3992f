import { isObject, readCredential, type Presented } from './read.js';
import { faultsOfDates, faultsOfShape, isCredential, isOfOldModel, kindOf } from './shape.js';
import { proofsOf } from './proof.js';
import { statusOf, type StatusFound, type StatusPlace } from './status.js';
import type { Judged, VerificationFault, VerificationWarning } from './verdict.js';

export type Bench = StatusPlace & {
  /** Tells the status of a credential where the register itself can be asked; undefined leaves it to the lists. */
  register?: (credential: Record<string, unknown>) => Promise<StatusFound> | undefined;
};

/**
 * Judges a credential of Open Badges 3.0 or an endorsement: form, dates, who signed it, whether the issuer owns the key, and
 * status. Tells everything that is wrong or could not be checked; of other types of credentials, that their form could not.
 * Reaches nothing but the documents and contexts that it is given.
 */
export async function judge(given: string | object, bench: Bench): Promise<Judged> {
  const presented = readCredential(given);
  if (!presented) return nothing(['MALFORMED']);
  if (presented === 'too-complex') return nothing(['TOO_COMPLEX']);
  const { credential } = presented;
  // Nothing of what is asked below was ever promised by what is no Verifiable Credential.
  if (!isCredential(credential)) return { ...nothing(['TYPE_NOT_SUPPORTED']), credential };
  const { faults: unproven, proofs } = await proofsOf(presented, bench);
  const { faults: status, asOf } = await (bench.register?.(credential) ?? statusOf(credential, bench));
  const schema: VerificationFault[] = credential.credentialSchema === undefined ? [] : ['SCHEMA_UNCHECKED'];
  const faults = [
    ...faultsOfShape(credential),
    ...faultsOfDates(credential, bench.now),
    ...unproven,
    ...status,
    ...schema,
  ];
  const warnings = [...warningsOf(presented), ...proofs.flatMap((proof) => proof.warnings)];
  const kind = kindOf(credential);
  return { faults: [...new Set(faults)], warnings, kind, proofs, credential, statusAsOf: asOf };
}

const nothing = (faults: VerificationFault[]): Judged => ({
  faults,
  warnings: [],
  kind: undefined,
  proofs: [],
  credential: undefined,
  statusAsOf: undefined,
});

function warningsOf(presented: Presented): VerificationWarning[] {
  const { credential } = presented;
  const isOld = isOfOldModel(credential) || (presented.form === 'jwt' && isObject(presented.claims.vc));
  const subject = isObject(credential.credentialSubject) ? credential.credentialSubject : {};
  const achievement = isObject(subject.achievement) ? subject.achievement : {};
  // Each is a credential of its own, by another issuer, to be handed over by itself.
  const isEndorsed = [credential, credential.issuer, achievement, achievement.creator].some(
    (one) => isObject(one) && (one.endorsement !== undefined || one.endorsementJwt !== undefined),
  );
  return [
    ...(isOld ? (['DATA_MODEL_DEPRECATED'] as const) : []),
    ...(isEndorsed ? (['ENDORSEMENTS_UNCHECKED'] as const) : []),
  ];
}
