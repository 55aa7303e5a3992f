import { compactVerify, errors } from 'jose';
import { NotCanonical, proofHolds, type Contexts, type Obstacle, type Proof } from '../credentials/data-integrity.js';
import { findKey, type Documents } from './key.js';
import { isObject, type Presented } from './read.js';
import { periodOf } from './shape.js';
import { issuerOf, type VerificationFault } from './verdict.js';

type Json = Record<string, unknown>;
type Jwt = Extract<Presented, { form: 'jwt' }>;
export type ProofPlace = { contexts: Contexts; documents: Documents };

/** Asymmetric, and at least what Open Badges 3.0 asks for (RS256). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const SHORTEST_RSA = 2048;

/** What is wrong with who signed a credential, or cannot be said of it. Empty where its issuer did. */
export function faultsOfProof(presented: Presented, place: ProofPlace): Promise<VerificationFault[]> {
  return presented.form === 'jwt' ? faultsOfJwt(presented, place) : faultsOfProofs(presented.credential, place);
}

async function faultsOfJwt(jwt: Jwt, { documents }: ProofPlace): Promise<VerificationFault[]> {
  const { alg, typ, kid, jwk } = jwt.header;
  // Open Badges 3.0, integrity: typ may be left out, and is JWT where it is said.
  if (!ALGORITHMS.some((one) => one === alg) || (typ !== undefined && typ !== 'JWT')) return ['ALGORITHM_NOT_ACCEPTED'];
  const found = findKey(
    typeof kid === 'string' ? kid : undefined,
    issuerOf(jwt.credential.issuer) ?? '',
    documents,
    jwk,
  );
  if (!found) return ['KEY_UNKNOWN', ...faultsOfClaims(jwt)];
  const { modulusLength = SHORTEST_RSA } = found.key.asymmetricKeyDetails ?? {};
  if (modulusLength < SHORTEST_RSA) return ['ALGORITHM_NOT_ACCEPTED'];
  try {
    await compactVerify(jwt.jwt, found.key, { algorithms: ALGORITHMS });
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return ['SIGNATURE_INVALID'];
    throw error;
  }
  return [...ownership(found.belongs), ...faultsOfClaims(jwt)];
}

/** The registered claims have to say what the credential says (Open Badges 3.0, integrity: iss, jti, nbf, sub; exp). */
function faultsOfClaims({ claims, credential }: Jwt): VerificationFault[] {
  const { id, issuer, credentialSubject } = credential;
  const period = periodOf(credential);
  const seconds = (date: Date | undefined): number | undefined => date && Math.floor(date.getTime() / 1000);
  const pairs = [
    [claims.iss, issuerOf(issuer)],
    [claims.jti, id],
    [claims.sub, isObject(credentialSubject) ? credentialSubject.id : undefined],
    [claims.nbf, seconds(period?.from)],
    [claims.exp, seconds(period?.until)],
  ];
  return pairs.every(([claim, said]) => claim === said) ? [] : ['CLAIMS_DIFFER'];
}

async function faultsOfProofs(credential: Json, place: ProofPlace): Promise<VerificationFault[]> {
  const proofs = [credential.proof ?? []].flat();
  if (proofs.length === 0) return ['PROOF_MISSING'];
  // A proof more costs the time of a proof more, and nobody needs many.
  if (proofs.length > 5) return ['PROOF_NOT_SUPPORTED'];
  const faults: VerificationFault[] = [];
  for (const proof of proofs) faults.push(...(await faultsOfOne(credential, proof, place)));
  return faults;
}

const SUITES = ['eddsa-rdfc-2022', 'eddsa-2022'];
const OBSTACLES: Record<Obstacle, VerificationFault> = {
  'context-unknown': 'CONTEXT_UNKNOWN',
  'term-undefined': 'TERM_UNDEFINED',
  'not-json-ld': 'MALFORMED',
  'not-computable': 'TOO_COMPLEX',
};

async function faultsOfOne(credential: Json, proof: unknown, place: ProofPlace): Promise<VerificationFault[]> {
  if (!isObject(proof) || typeof proof.proofValue !== 'string') return ['MALFORMED'];
  const isKnown =
    proof.type === 'Ed25519Signature2020' ||
    (proof.type === 'DataIntegrityProof' && SUITES.some((one) => one === proof.cryptosuite));
  if (!isKnown || proof.previousProof !== undefined) return ['PROOF_NOT_SUPPORTED'];
  if (proof.proofPurpose !== 'assertionMethod') return ['SIGNATURE_INVALID'];
  if (bringsContext(credential)) return ['CONTEXT_UNKNOWN'];
  if (misspells(credential)) return ['TERM_UNDEFINED'];
  const method = typeof proof.verificationMethod === 'string' ? proof.verificationMethod : undefined;
  const found = findKey(method, issuerOf(credential.issuer) ?? '', place.documents);
  if (!found) return ['KEY_UNKNOWN'];
  if (found.key.asymmetricKeyType !== 'ed25519') return ['ALGORITHM_NOT_ACCEPTED'];
  try {
    const holds = await proofHolds(credential, proof as Proof, found.key, place.contexts);
    return holds ? ownership(found.belongs) : ['SIGNATURE_INVALID'];
  } catch (error) {
    if (error instanceof NotCanonical) return [OBSTACLES[error.obstacle]];
    throw error;
  }
}

const ownership = (belongs: 'yes' | 'no' | 'unconfirmed'): VerificationFault[] =>
  belongs === 'yes' ? [] : [belongs === 'no' ? 'ISSUER_DISOWNS_KEY' : 'ISSUER_UNCONFIRMED'];

/** A context in the credential itself could give signed words another meaning than the reader's. */
function bringsContext(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(bringsContext);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, part]) =>
    name === '@context' ? [part].flat().some((one) => typeof one !== 'string') : bringsContext(part),
  );
}

/** `Criteria` for `criteria`: contexts give a class the IRI of a property, so that a signature covers what no reader finds. */
function misspells(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(misspells);
  return isObject(value) && Object.entries(value).some(([name, part]) => /^[A-Z]/.test(name) || misspells(part));
}
