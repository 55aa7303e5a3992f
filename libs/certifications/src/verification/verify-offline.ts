import { shippedContexts } from '../credentials/reference/contexts.js';
import { vouchedFor } from './documents.js';
import { judge } from './judge.js';
import { verdictOf, type VerificationView } from './verdict.js';

export type OfflineVerification = {
  /** The bytes of a file: a JWT, JSON-LD, a PNG or SVG with a credential baked in, or a PDF that it is attached to. */
  credential: Uint8Array;
  /** The texts of files that are believed: DID documents, keys, status lists. */
  documents: readonly string[];
  now: Date;
  /** Milliseconds after which a status list is too old. */
  patience: number;
};

const FILES: readonly [mime: string, begins: Buffer][] = [
  ['image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['application/pdf', Buffer.from('%PDF-')],
];

/** Judges a credential with nothing but files: no register, no network. `statusAsOf` says how old the news is. */
export async function verifyOffline({
  credential,
  documents,
  now,
  patience,
}: OfflineVerification): Promise<VerificationView> {
  const bytes = Buffer.from(credential);
  const mime = FILES.find(([, begins]) => begins.equals(bytes.subarray(0, begins.length)))?.[0];
  const given = mime ? `data:${mime};base64,${bytes.toString('base64')}` : bytes.toString('utf8');
  const known = vouchedFor(documents);
  const { areUnread } = known;
  return verdictOf(await judge(given, { contexts: shippedContexts(), documents: known, areUnread, now, patience }));
}
