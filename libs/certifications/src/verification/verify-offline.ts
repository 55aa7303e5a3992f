import { shippedContexts } from '../credentials/reference/contexts.js';
import { vouchedFor } from './documents.js';
import { judge } from './judge.js';
import { verdictOf, type VerificationView } from './verdict.js';

export type OfflineVerification = {
  /** The bytes of a file: a JWT, JSON-LD, or a PNG or SVG with a credential baked in. */
  credential: Uint8Array;
  /** The texts of files that are believed: DID documents, keys, status lists. */
  documents: readonly string[];
  now: Date;
  /** Milliseconds after which a status list is too old. */
  patience: number;
};

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** Judges a credential with nothing but files: no register, no network. `statusAsOf` says how old the news is. */
export async function verifyOffline({
  credential,
  documents,
  now,
  patience,
}: OfflineVerification): Promise<VerificationView> {
  const bytes = Buffer.from(credential);
  const isPicture = PNG.equals(bytes.subarray(0, 8));
  const given = isPicture ? `data:image/png;base64,${bytes.toString('base64')}` : bytes.toString('utf8');
  const known = vouchedFor(documents);
  return verdictOf(await judge(given, { contexts: shippedContexts(), documents: known, now, patience }));
}
