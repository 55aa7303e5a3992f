import { bitOf } from '../credentials/status-list.js';
import { proofsOf, SKEW, type ProofPlace } from './proof.js';
import { isObject, withStatusOf } from './content.js';
import { periodOf, type Period } from './instants.js';
import { readCredential } from './read.js';
import { faultsOfDates, hasUnknownContext } from './shape.js';
import { isWrong, issuerOf, type VerificationFault } from './verdict.js';

type Json = Record<string, unknown>;
export type StatusPlace = ProofPlace & {
  /** Milliseconds after which a status list is too old to say that something still holds. */
  patience: number;
  /** Every document of an address, where several differ: of lists, one follows the other. */
  versions: (id: string) => readonly unknown[];
  /** The list whose own status is asked. */
  under?: unknown;
};
export type StatusFound = {
  faults: VerificationFault[];
  asOf: Date | undefined;
  /** The id of the credential that was issued in its stead, where the register itself was asked. */
  supersededBy?: string | null;
  /** Why it was revoked, where that is said. */
  revokedReason?: string | null;
};

const unchecked: StatusFound = { faults: ['STATUS_UNCHECKED'], asOf: undefined };
const contradicting: StatusFound = { faults: ['STATUS_UNCHECKED', 'DOCUMENTS_CONTRADICT'], asOf: undefined };

/** An entry more costs the time of its lists more, and nobody needs many. */
const MOST_ENTRIES = 4;

/**
 * Whether a credential was revoked, by the status lists among the documents: W3C Bitstring Status List 1.0, whose list is
 * itself a credential of the same issuer, and 1EdTech's revocation list, which is unsigned. A list that revokes is believed
 * however old it is; any other, only as long as it is fresh.
 */
export async function statusOf(credential: Json, place: StatusPlace): Promise<StatusFound> {
  const found: StatusFound = { faults: [], asOf: undefined };
  const entries = [credential.credentialStatus ?? []].flat();
  if (entries.length > MOST_ENTRIES) return { faults: ['TOO_COMPLEX'], asOf: undefined };
  for (const entry of entries) {
    const { faults, asOf, revokedReason } = isObject(entry) ? await entryStatus(entry, credential, place) : unchecked;
    found.faults.push(...faults);
    found.revokedReason ??= revokedReason;
    if (asOf && (!found.asOf || asOf < found.asOf)) found.asOf = asOf;
  }
  return found;
}

function entryStatus(entry: Json, credential: Json, place: StatusPlace): Promise<StatusFound> | StatusFound {
  if (entry.type === 'BitstringStatusListEntry') return bitstringStatus(entry, credential, place);
  return entry.type === '1EdTechRevocationList' ? revocationListStatus(entry, credential, place) : unchecked;
}

/** A list more costs the time of a proof more. */
const MOST_LISTS = 5;

/** Of several lists of one address, one that revokes is believed, and else the newest, so long as each of them can be. */
async function bitstringStatus(entry: Json, credential: Json, place: StatusPlace): Promise<StatusFound> {
  const { statusListCredential: url } = entry;
  const lists = typeof url === 'string' ? place.versions(url) : [];
  if (lists.length > MOST_LISTS) return contradicting;
  const found: StatusFound[] = [];
  for (const list of lists) found.push(await listStatus(list, entry, credential, place));
  const [newest = unchecked, ...older] = found.toSorted(isNewer);
  const revoking = found.find(({ faults }) => faults.includes('REVOKED'));
  if (revoking || older.length === 0) return revoking ?? newest;
  return found.every(({ asOf }) => asOf) ? newest : contradicting;
}

const timeOf = ({ asOf }: StatusFound): number => asOf?.getTime() ?? 0;

/** The newer one first; of two of one instant the one that says less. */
const isNewer = (one: StatusFound, other: StatusFound): number =>
  timeOf(other) - timeOf(one) || other.faults.length - one.faults.length;

async function listStatus(given: unknown, entry: Json, credential: Json, place: StatusPlace): Promise<StatusFound> {
  const { statusListCredential: url, statusListIndex, statusPurpose, statusSize = 1 } = entry;
  // Other purposes and longer entries say other things than that it holds no more.
  const outcome = statusPurpose === 'revocation' ? 'REVOKED' : statusPurpose === 'suspension' ? 'SUSPENDED' : undefined;
  if (!outcome || statusSize !== 1) return unchecked;
  const invalid: StatusFound = { faults: ['STATUS_LIST_INVALID'], asOf: undefined };
  const presented = typeof given === 'string' || isObject(given) ? readCredential(given) : 'malformed';
  if (typeof presented === 'string') return presented === 'too-complex' ? unchecked : invalid;
  const list = presented.credential;
  const { id, type, issuer, credentialSubject: subject } = list;
  const period = periodOf(list);
  const isList = [type].flat().includes('BitstringStatusListCredential') && id === url && isObject(subject);
  if (!isList || !period || issuerOf(issuer) !== issuerOf(credential.issuer)) return invalid;
  if (![subject.statusPurpose].flat().includes(statusPurpose)) return invalid;
  if (hasUnknownContext(list, place.contexts) || list.credentialSchema !== undefined) return unchecked;
  const { faults: unproven } = await proofsOf(presented, place);
  if (unproven.length > 0) return unproven.some(isWrong) ? invalid : unchecked;
  const index = typeof statusListIndex === 'string' && /^\d+$/.test(statusListIndex) ? Number(statusListIndex) : NaN;
  const bit = typeof subject.encodedList === 'string' ? bitOf(subject.encodedList, index) : undefined;
  if (bit === undefined) return invalid;
  // A list of tomorrow is none.
  const dates = faultsOfDates(list, new Date(place.now.getTime() + SKEW));
  if (dates.some((fault) => fault !== 'EXPIRED')) return invalid;
  const others = presented.form === 'jwt' ? [presented.other] : [];
  const own = await statusOfList(withStatusOf(list, others), place);
  if (own.length > 0) return own.some(isWrong) ? invalid : unchecked;
  const patience = patienceOf(subject.ttl, place);
  const told: VerificationFault[] = bit ? [outcome] : [];
  if (bit && outcome === 'REVOKED') return { faults: told, asOf: period.from };
  if (patience === undefined) return invalid;
  return { faults: isFresh(list, period, { ...place, patience }) ? told : ['STATUS_STALE'], asOf: period.from };
}

/** What stands against a list by its own status, which its own bits may tell; not what stands against the list that tells it. */
async function statusOfList(list: Json, place: StatusPlace): Promise<VerificationFault[]> {
  if (list.credentialStatus === undefined || place.under === list.id) return [];
  if (place.under !== undefined) return ['STATUS_UNCHECKED'];
  return (await statusOf(list, { ...place, under: list.id })).faults;
}

/**
 * How old a list may be that says how long it may be kept (Bitstring Status List 1.0, 2.2: ttl, in milliseconds); undefined where that is no
 * time. When it was fetched nobody can tell by it, so it counts from when it was made.
 */
function patienceOf(ttl: unknown, { patience }: StatusPlace): number | undefined {
  if (ttl === undefined) return patience;
  return Number.isSafeInteger(ttl) && (ttl as number) > 0 ? Math.min(ttl as number, patience) : undefined;
}

const isFresh = (list: Json, { from }: Period, { now, patience }: StatusPlace): boolean =>
  from !== undefined && now.getTime() - from.getTime() <= patience && faultsOfDates(list, now).length === 0;

/** It says neither when it was made nor who signed it: what it does not revoke stays unchecked. */
function revocationListStatus({ id: url }: Json, credential: Json, { documents }: StatusPlace): StatusFound {
  const list = typeof url === 'string' ? documents(url) : undefined;
  if (!isObject(list) || issuerOf(list.issuer) !== issuerOf(credential.issuer)) return unchecked;
  const revoked: unknown = [list.revokedCredential ?? []].flat().find((one) => issuerOf(one) === credential.id);
  const reason = isObject(revoked) ? revoked.revocationReason : undefined;
  const revokedReason = typeof reason === 'string' ? reason : null;
  return revoked === undefined ? unchecked : { faults: ['REVOKED'], asOf: undefined, revokedReason };
}
