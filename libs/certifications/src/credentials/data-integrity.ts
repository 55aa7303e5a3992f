import { createHash, sign, verify, type KeyObject } from 'node:crypto';
import jsonld from 'jsonld';
import { fromBase58, toBase58 } from './multikey.js';

export type Contexts = ReadonlyMap<string, object>;
export type Proof = Record<string, unknown> & { proofValue: string };
export type ProofKey = { verificationMethod: string; private: KeyObject };

/** Why a document has no canonical form that we could compute. */
export type Obstacle = 'context-unknown' | 'term-undefined' | 'not-json-ld' | 'not-computable';

export class NotCanonical extends Error {
  constructor(
    readonly obstacle: Obstacle,
    cause?: unknown,
  ) {
    super(obstacle, { cause });
  }
}

/**
 * A Data Integrity proof over a JSON-LD document (W3C VC Data Integrity EdDSA Cryptosuites 1.0, eddsa-rdfc-2022): Ed25519
 * over the SHA-256 of the canonical proof options and that of the canonical document. `created` in whole seconds, UTC;
 * `about` says other options, or more of them.
 */
export async function proofOver(
  document: object,
  key: ProofKey,
  created: Date,
  contexts: Contexts,
  about: { proofPurpose?: string; expires?: string; cryptosuite?: string } = {},
): Promise<Proof & { type: string }> {
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: created.toISOString().replace(/\.\d+Z$/, 'Z'),
    verificationMethod: key.verificationMethod,
    proofPurpose: 'assertionMethod',
    ...about,
  };
  const signature = sign(null, await hashesOf(document, options, contexts), key.private);
  return { ...options, proofValue: toBase58(signature) };
}

/**
 * Whether this proof of a document was made with that key. Takes eddsa-rdfc-2022, its draft name eddsa-2022, and
 * Ed25519Signature2020, which all sign the same hashes. Throws NotCanonical, also for what would take too much work.
 */
export async function proofHolds(
  document: object,
  { proofValue, ...options }: Proof,
  key: KeyObject,
  contexts: Contexts,
): Promise<boolean> {
  const signature = fromBase58(proofValue);
  if (signature?.length !== 64) return false;
  return verify(null, await hashesOf(document, options, contexts), key, signature);
}

async function hashesOf(document: object, options: object, contexts: Contexts): Promise<Buffer> {
  const { '@context': context, proof: _, ...rest } = document as Record<string, unknown>;
  const hashes = [await optionsHash({ '@context': context, ...options }, contexts)];
  hashes.push(sha256(await canonicalOf({ '@context': context, ...rest }, contexts)));
  return Buffer.concat(hashes);
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

let last: { text: string; contexts: Contexts; hash: Promise<Buffer> } | undefined;

// Proofs of one batch have the same options: same key, same second.
function optionsHash(options: object, contexts: Contexts): Promise<Buffer> {
  const text = JSON.stringify(options);
  if (last?.text === text && last.contexts === contexts) return last.hash;
  const hash = canonicalOf(options, contexts).then(sha256);
  last = { text, contexts, hash };
  return hash;
}

/**
 * The canonical form of a JSON-LD document: RDFC-1.0, in safe mode. A term that no context defines is an error (NotCanonical),
 * since what is not signed must not be shown.
 */
export async function canonicalOf(document: object, contexts: Contexts): Promise<string> {
  let isKnown = true;
  const documentLoader = async (url: string) => {
    const context = contexts.get(url);
    isKnown &&= context !== undefined;
    if (!context) throw new Error(`${url} does not ship with the product`);
    // `static` lets jsonld keep what it made of the context: a quarter of the time of a proof.
    return { document: context, documentUrl: url, tag: 'static' };
  };
  const options = {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    base: null,
    safe: true,
    rdfDirection: 'i18n-datatype',
    documentLoader,
  };
  let quads: string;
  try {
    // The types know an older jsonld.
    quads = (await jsonld.canonize(document as never, options as never)) as unknown as string;
  } catch (error) {
    throw new NotCanonical(isKnown ? obstacleOf(error) : 'context-unknown', error);
  }
  // Half a surrogate pair is hashed as U+FFFD, whichever half: several texts would bear one signature.
  if (!quads.isWellFormed()) throw new NotCanonical('not-json-ld');
  return quads;
}

function obstacleOf(error: unknown): Obstacle {
  const name = error instanceof Error ? error.name : '';
  // In safe mode a word that no context defines is an error: no signature covers it.
  if (name === 'jsonld.ValidationError') return 'term-undefined';
  return name.startsWith('jsonld.') ? 'not-json-ld' : 'not-computable';
}
