import { isDeepStrictEqual } from 'node:util';
import { isObject } from './content.js';

type Json = Record<string, unknown>;

/** What shortens an address by the contexts that ship (JSON-LD 1.1, 4.1.5), and whose addresses are the words of theirs. */
const SHORTENED = /^(cred|sec|xsd):/;
const OF_VOCABULARIES = /^https?:\/\/([\w-]+\.)*(w3|w3id|purl|schema|imsglobal|iana)\.org\//i;
/** Whoever is named elsewhere as no more than this says no word there that is judged: no context gives these types one. */
const NAMED = ['Profile', 'EndorsementSubject'];

const listed = (value: unknown): unknown[] => [value ?? []].flat();

/**
 * Whether what a credential says in JSON-LD is what its members say, by name. A Data Integrity proof covers triples, which anybody may
 * spell otherwise (`@nest`, `@included`, `@reverse`, whole addresses, a second node of the same id) and which stay signed, whereas
 * members are judged. It is plain where each word of a known vocabulary is its term, and nothing is said elsewhere of the credential, its
 * status and its subject. Nor is its subject a credential: from either end the triples are the same, and the other may have been signed.
 */
export function isPlain({ proof: _, ...credential }: Json): boolean {
  const subjects = listed(credential.credentialSubject).filter(isObject);
  const judged = [
    ...subjects.toReversed(),
    ...listed(credential.credentialStatus).filter(isObject).toReversed(),
    credential,
  ];
  // Of one id each is compared with the first one: the credential, an entry of its status, its subject.
  const told = new Map(judged.map((node) => [node.id, node]));
  const isToldOnce = (node: Json): boolean => node.id === undefined || saysNoMore(node, told.get(node.id));
  return (
    nodesIn(credential).every((node) => isOfTerms(node) && isToldOnce(node)) &&
    !subjects.some(({ type }) => listed(type).includes('VerifiableCredential'))
  );
}

/** The same of a proof: all of its own are texts. */
export const isPlainProof = (proof: Json): boolean => isOfTerms(proof) && nodesIn(proof).length === 1;

/** The objects of a document that are no values with their type or language. */
function nodesIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (!isObject(value) || Object.hasOwn(value, '@value')) return [];
  const { '@context': _, ...words } = value;
  return [value, ...Object.values(words).flatMap(nodesIn)];
}

const isTerm = (name: string): boolean =>
  name === '@context' || !(name.startsWith('@') || SHORTENED.test(name) || OF_VOCABULARIES.test(name));

const isOfTerms = (node: Json): boolean =>
  Object.keys(node).every(isTerm) && !(typeof node.id === 'string' && SHORTENED.test(node.id));

/** Whether a node says of what another one tells only the same, or who it is. */
function saysNoMore(node: Json, told: Json = node): boolean {
  if (Object.entries(node).every(([name, value]) => isDeepStrictEqual(value, told[name]))) return true;
  const types = listed(node.type);
  return types.length > 0 && types.every((type) => (NAMED as unknown[]).includes(type));
}
