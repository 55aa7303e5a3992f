import { readCredential } from './read.js';
import { faultsOfDates, faultsOfShape } from './shape.js';
import { faultsOfProof } from './proof.js';
import { statusOf, type StatusFound, type StatusPlace } from './status.js';
import type { Judged, VerificationFault } from './verdict.js';

export type Bench = StatusPlace & {
  /** Tells the status of a credential where the register itself can be asked; undefined leaves it to the lists. */
  register?: (credential: Record<string, unknown>) => Promise<StatusFound> | undefined;
};

/**
 * Judges an Open Badges 3.0 credential: form, dates, who signed it, whether the issuer owns the key, and status. Tells
 * everything that is wrong or could not be checked; reaches nothing but the documents and contexts that it is given.
 */
export async function judge(given: string | object, bench: Bench): Promise<Judged> {
  const presented = readCredential(given);
  if (!presented) return { faults: ['MALFORMED'], credential: undefined, statusAsOf: undefined };
  const { credential } = presented;
  const proof = await faultsOfProof(presented, bench);
  const { faults: status, asOf } = await (bench.register?.(credential) ?? statusOf(credential, bench));
  const schema: VerificationFault[] = credential.credentialSchema === undefined ? [] : ['SCHEMA_UNCHECKED'];
  const faults = [
    ...faultsOfShape(credential),
    ...faultsOfDates(credential, bench.now),
    ...proof,
    ...status,
    ...schema,
  ];
  return { faults: [...new Set(faults)], credential, statusAsOf: asOf };
}
