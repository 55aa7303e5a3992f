import { Contradicted } from './key.js';
import { isObject, says, withStatusOf } from './content.js';
import { periodOf } from './instants.js';
import { readCredential, type Presented, type Unread } from './read.js';
import { faultsOfDates, faultsOfShape, isCredential, isOfOldModel, kindOf, saysNothing } from './shape.js';
import { MOST_WORK, proofsOf } from './proof.js';
import { statusOf, type StatusFound, type StatusPlace } from './status.js';
import type { Judged, VerificationFault, VerificationWarning } from './verdict.js';

type Json = Record<string, unknown>;

export type Bench = Omit<StatusPlace, 'versions' | 'work'> & {
  /** Whether some of the documents could not be read. */
  areUnread?: boolean;
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
  if (typeof presented === 'string') return nothing([UNREAD[presented]]);
  const { credential } = presented;
  if (saysNothing(credential)) return nothing(['NOT_READ']);
  // Nothing of what is asked below was ever promised by what is no Verifiable Credential.
  if (!isCredential(credential)) return { ...nothing(['TYPE_NOT_SUPPORTED']), credential };
  let isContradicted = false;
  const documents = (id: string): unknown => {
    const document = bench.documents(id);
    if (!(document instanceof Contradicted)) return document;
    isContradicted = true;
    return undefined;
  };
  const versions = (id: string): readonly unknown[] => {
    const document = bench.documents(id);
    return document instanceof Contradicted ? document.versions : document === undefined ? [] : [document];
  };
  const place = { ...bench, documents, versions, work: { left: MOST_WORK } };
  const { faults: unproven, proofs } = await allProofs(presented, place);
  const {
    faults: status,
    asOf,
    supersededBy,
    revokedReason,
  } = await (bench.register?.(credential) ?? statusOf(withStatusOf(credential, othersOf(presented)), place));
  const schema: VerificationFault[] = credential.credentialSchema === undefined ? [] : ['SCHEMA_UNCHECKED'];
  const faults = [
    ...faultsOfShape(credential, bench.contexts),
    ...faultsOfDates(credential, bench.now),
    ...unproven,
    ...status,
    ...(hasStatusClaim(presented) ? (['STATUS_UNCHECKED'] as const) : []),
    ...schema,
    ...(isContradicted ? (['DOCUMENTS_CONTRADICT'] as const) : []),
  ];
  const unread: VerificationWarning[] = bench.areUnread ? ['DOCUMENTS_UNREAD'] : [];
  const warnings = [...warningsOf(presented), ...unread, ...proofs.flatMap((proof) => proof.warnings)];
  const kind = kindOf(credential);
  const told = { supersededBy, revokedReason, statusAsOf: asOf };
  return { faults: [...new Set(faults)], warnings, kind, proofs, credential, ...told };
}

/** The proofs of a credential and of what is said to be the same beside it, which has to say the same. */
async function allProofs(presented: Presented, place: StatusPlace): ReturnType<typeof proofsOf> {
  const found = await proofsOf(presented, place);
  if (!presented.beside) return found;
  const beside = await proofsOf(presented.beside, place);
  const [{ proof: _, ...one }, { proof: __, ...other }] = [presented.credential, presented.beside.credential];
  const isSame = says(one, other) && ![presented, presented.beside].some(endsByClaimAlone);
  const differs: VerificationFault[] = isSame ? [] : ['CLAIMS_DIFFER'];
  return { faults: [...found.faults, ...beside.faults, ...differs], proofs: [...found.proofs, ...beside.proofs] };
}

/** Whether it ends for whoever reads it as a JWT, and for nobody who reads the same credential beside it. */
const endsByClaimAlone = (one: Presented): boolean =>
  one.form === 'jwt' && one.claims.exp !== undefined && periodOf(one.credential)?.until === undefined;

/** What it says a second time, in a claim or beside it. */
const othersOf = (presented: Presented): (Json | undefined)[] => [
  ...(presented.form === 'jwt' ? [presented.other] : []),
  ...(presented.beside ? [presented.beside.credential, ...othersOf(presented.beside)] : []),
];

/** IETF's Token Status List is told in a claim of its own, and is not looked up here; a claim of nothing at all tells none. */
const hasStatusClaim = (presented: Presented): boolean =>
  [presented, presented.beside].some(
    (one) => one?.form === 'jwt' && [one.claims, one.credential, one.other].some((said) => tellsStatus(said?.status)),
  );
const tellsStatus = (status: unknown): boolean =>
  status !== undefined && status !== null && !(isObject(status) && Object.keys(status).length === 0);

const UNREAD: Record<Unread, VerificationFault> = {
  'not-read': 'NOT_READ',
  'not-supported': 'PROOF_NOT_SUPPORTED',
  malformed: 'MALFORMED',
  'too-complex': 'TOO_COMPLEX',
};

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
    ...(hasDigest(credential) ? (['DIGESTS_UNCHECKED'] as const) : []),
  ];
}

/** Whether a digest of a file stands anywhere (VC Data Model 2.0, 5.3): what is there by now nobody here compares. */
const hasDigest = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([name, part]) => /^digest(SRI|Multibase)$/.test(name) || hasDigest(part));
