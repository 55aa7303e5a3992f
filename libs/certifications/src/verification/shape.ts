import type { VerificationFault } from './verdict.js';
import { issuerOf } from './verdict.js';
import { isObject } from './read.js';

type Json = Record<string, unknown>;

const VC = ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/2018/credentials/v1'];
const OPEN_BADGES = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.0\.\d+)?\.json$/;

const list = (value: unknown): unknown[] => (value === undefined || value === null ? [] : [value].flat());
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/**
 * What is wrong with the form of an Open Badges 3.0 credential: its contexts and their order, its types, who issued it, and
 * what an achievement has to say (id, type, name, description, criteria). All faults, not the first one.
 */
export function faultsOfShape(credential: Json): VerificationFault[] {
  const { '@context': context, type, issuer, credentialSubject } = credential;
  const contexts = list(context);
  const types = list(type);
  const faults: VerificationFault[] = [];
  if (!VC.includes(contexts[0] as string) || !contexts.some((one) => typeof one === 'string' && OPEN_BADGES.test(one)))
    faults.push('CONTEXT_MISSING');
  const isBadge = types.includes('OpenBadgeCredential') || types.includes('AchievementCredential');
  if (!types.includes('VerifiableCredential') || !isBadge) faults.push('NOT_AN_OPEN_BADGE');
  if (!isText(issuerOf(issuer)) || !isObject(credentialSubject)) faults.push('MALFORMED');
  else if (!isComplete(credentialSubject.achievement)) faults.push('ACHIEVEMENT_INCOMPLETE');
  return faults;
}

function isComplete(achievement: unknown): boolean {
  if (!isObject(achievement)) return false;
  const { id, type, name, description, criteria } = achievement;
  return [id, name, description].every(isText) && list(type).includes('Achievement') && isObject(criteria);
}

// XMLSchema's dateTimeStamp: a day, a time, and the offset.
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export type Period = { from: Date | undefined; until: Date | undefined };

/** From when until when a credential holds, by either data model (1.1, 2.0); undefined where an instant is none. */
export function periodOf({ validFrom, issuanceDate, validUntil, expirationDate }: Json): Period | undefined {
  const [from, until] = [validFrom ?? issuanceDate, validUntil ?? expirationDate].map(instant);
  return from === null || until === null || from === undefined ? undefined : { from, until };
}

function instant(text: unknown): Date | undefined | null {
  if (text === undefined) return undefined;
  if (typeof text !== 'string' || !INSTANT.test(text)) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** What is wrong with the credential at an instant: it holds from its first instant to its last, both included. */
export function faultsOfDates(credential: Json, now: Date): VerificationFault[] {
  const period = periodOf(credential);
  if (!period) return ['MALFORMED'];
  if (period.from && period.from > now) return ['NOT_YET_VALID'];
  return period.until && period.until < now ? ['EXPIRED'] : [];
}
