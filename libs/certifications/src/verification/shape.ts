import { issuerOf, type VerificationFault, type VerifiedKind } from './verdict.js';
import { isOfForm } from './form.js';
import { isObject, OPEN_BADGES, VC_CONTEXTS } from './content.js';
import { instant, periodOf } from './instants.js';
import type { Contexts } from '../credentials/data-integrity.js';

type Json = Record<string, unknown>;

const VC: readonly string[] = VC_CONTEXTS;

const list = (value: unknown): unknown[] => (value === undefined || value === null ? [] : [value].flat());
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const URI = /^[a-z][a-z\d+.-]*:[^\s<>"{}|\\^`]+$/i;
const isUri = (value: unknown): boolean => typeof value === 'string' && URI.test(value);

const KINDS: Record<string, VerifiedKind> = {
  OpenBadgeCredential: 'open-badge',
  AchievementCredential: 'open-badge',
  EndorsementCredential: 'endorsement',
};

const typesOf = ({ type }: Json): string[] => list(type).filter((one) => typeof one === 'string');
/** By JSON-LD's own keyword too. */
const allTypesOf = (credential: Json): unknown[] => [...list(credential.type), ...list(credential['@type'])];

/**
 * Which of the kinds that are judged here a credential says to be; undefined for any other, as a learner record (CLR 2.0), and for one
 * that says to be something else as well, whose form is not known here either.
 */
export function kindOf(credential: Json): VerifiedKind | undefined {
  const types = allTypesOf(credential).filter((type) => type !== 'VerifiableCredential');
  const kinds = new Set(
    types.map((type) => (typeof type === 'string' && Object.hasOwn(KINDS, type) ? KINDS[type] : undefined)),
  );
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

const MEMBERS = ['type', 'issuer', 'credentialSubject', 'proof'];

/** Whether it has nothing of what every credential has, as an access token, a program's settings, or a DID document. */
export const saysNothing = (credential: Json): boolean => MEMBERS.every((name) => credential[name] === undefined);

/** Whether it is meant as a Verifiable Credential. A badge of Open Badges 2.0 or a presentation says that it is something else. */
export function isCredential(credential: Json): boolean {
  const types = allTypesOf(credential).filter((one) => typeof one === 'string');
  return types.length === 0 || types.includes('VerifiableCredential') || kindOf(credential) !== undefined;
}

/** Whether it is written by the data model of 1.1, which 2.0 has replaced. */
export const isOfOldModel = ({ '@context': context }: Json): boolean => list(context)[0] === VC[1];

/**
 * What is wrong with the form of a credential: its contexts and their order, its types, who issued it, what its members are, and what an
 * achievement has to say (id, type, name, description, criteria), or an endorsement (of what). All faults, not the first one. Of a type
 * that is not judged here, or by a vocabulary that is not known, nothing more is asked than that it is a credential.
 */
export function faultsOfShape(credential: Json, contexts: Contexts): VerificationFault[] {
  const { '@context': context, id, issuer, credentialSubject } = credential;
  const [first, ...others] = list(context);
  const types = typesOf(credential);
  const kind = kindOf(credential);
  if (!kind && types.length > 0) {
    const faults: VerificationFault[] = ['TYPE_NOT_SUPPORTED'];
    if (!isText(first)) faults.push('CONTEXT_MISSING');
    else if (!VC.includes(first as string)) faults.push('CONTEXT_UNKNOWN');
    if (!isText(issuerOf(issuer))) faults.push('MALFORMED');
    return faults;
  }
  const faults: VerificationFault[] = [];
  const isDescribed = others.some((one) => typeof one === 'string' && OPEN_BADGES.test(one));
  const isUnknown = (one: unknown): boolean => typeof one === 'string' && !contexts.has(one);
  if (!VC.includes(first as string) || !isDescribed) {
    // A later version stands where these would: what its words mean, nobody here knows.
    const isLater = VC.includes(first as string) ? others.some(isUnknown) : isUnknown(first);
    if (isLater) return isText(issuerOf(issuer)) ? ['CONTEXT_UNKNOWN'] : ['CONTEXT_UNKNOWN', 'MALFORMED'];
    faults.push('CONTEXT_MISSING');
  }
  const isKnown = !hasUnknownContext(credential, contexts);
  if (!isKnown) faults.push('CONTEXT_UNKNOWN');
  if (!types.includes('VerifiableCredential') || !kind) faults.push('NOT_AN_OPEN_BADGE');
  const isWhole = isUri(id) && isText(issuerOf(issuer)) && isObject(credentialSubject);
  if (!isWhole || (kind && isKnown && !isOfForm(kind, credential))) faults.push('MALFORMED');
  if (!isWhole) return faults;
  if (kind === 'endorsement') {
    if (!isEndorsement(credentialSubject)) faults.push('ENDORSEMENT_INCOMPLETE');
  } else if (!isComplete(credentialSubject.achievement)) faults.push('ACHIEVEMENT_INCOMPLETE');
  return faults;
}

/** A context in the credential itself could give signed words another meaning than the reader's, as could one unread. */
export function hasUnknownContext(value: unknown, contexts: Contexts): boolean {
  if (Array.isArray(value)) return value.some((one) => hasUnknownContext(one, contexts));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, part]) =>
    name === '@context'
      ? [part].flat().some((one) => typeof one !== 'string' || !contexts.has(one))
      : hasUnknownContext(part, contexts),
  );
}

const isEndorsement = ({ id, type }: Json): boolean => isText(id) && list(type).includes('EndorsementSubject');

function isComplete(achievement: unknown): boolean {
  if (!isObject(achievement)) return false;
  const { id, type, name, description, criteria } = achievement;
  return [id, name, description].every(isText) && list(type).includes('Achievement') && isObject(criteria);
}

const EVER = '0001-01-01T00:00:00Z';

/**
 * What is wrong with the credential at an instant: it holds from its first instant to its last, both included. Open Badges
 * asks for the first one; the data model alone does not.
 */
export function faultsOfDates(credential: Json, now: Date): VerificationFault[] {
  const isOpen = !kindOf(credential) && credential.validFrom === undefined && credential.issuanceDate === undefined;
  const period = periodOf(isOpen ? { ...credential, validFrom: EVER } : credential);
  if (!period) return ['MALFORMED'];
  const { issuanceDate, expirationDate, awardedDate } = credential;
  const [issued, ended, awarded] = [issuanceDate, expirationDate, awardedDate].map(instant);
  if ([issued, ended, awarded].includes(null)) return ['MALFORMED'];
  // Where it says the same by both data models, both count.
  if ([period.from, issued].some((from) => from && from > now)) return ['NOT_YET_VALID'];
  return [period.until, ended].some((until) => until && until < now) ? ['EXPIRED'] : [];
}
