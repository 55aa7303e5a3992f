import type { GraphAnswer, GraphRequest } from './graph-client.js';
import { errorOf, groupReasonOf, isForbidden, isTransient, reasonOf } from './refusals.js';

/** One person of a claim, as our ledger knows it. `member`: was put into the licence's group, and waits for its effect. */
export type Target = {
  personId: string;
  account: string;
  name: string;
  attempts: number;
  objectId: string | null;
  member: boolean;
  /** Cannot be added together with others: one of them was refused, and it is not known which. */
  alone: boolean;
};

/** `plans`: service plans that are to be off; null where those that a licence has are left as they are. */
export type Job = { action: 'assign' | 'revoke'; skuId: string; plans: readonly string[] | null; domain: string };

/** What Microsoft knows of an account. `viaGroup`: of each group that gives it the licence, or fails to. */
export type Account = {
  objectId: string;
  located: boolean;
  licensed: boolean;
  direct: boolean;
  viaGroup: { group: string; failed: boolean; error: string | null }[];
};

export type Verdict =
  | { state: 'assigned' | 'released' | 'cancelled' }
  /** `error`: what Microsoft calls it. */
  | { state: 'failed'; reason: string; error?: string }
  /** Nothing was asked for: as if it had not been claimed. */
  | { state: 'reserved' }
  /** Not known, or not done: read back and, if need be, asked again. `untried`: nothing was sent, so it was no attempt. */
  | { state: 'unknown'; retryAfterMs: number | null; member?: boolean; alone?: boolean; untried?: boolean };

const MOST_ATTEMPTS = 20;
const UNSENT_AGAIN = 1_000;

export const upnOf = ({ account }: Pick<Target, 'account'>, { domain }: Pick<Job, 'domain'>): string =>
  `${account}@${domain}`.toLowerCase();

/** Values in one filter at most: more would need an advanced query (Microsoft Graph, $filter). */
export const PER_FILTER = 15;

const LOOKED_AT = 'id,userPrincipalName,usageLocation,assignedLicenses,licenseAssignmentStates';

/** Asks what is the case, for up to 15 persons at once: one resource unit, where 15 requests would take 15. */
export const lookRequest = (targets: readonly Target[], job: Job): GraphRequest => {
  const names = targets.map((target) => `'${upnOf(target, job).replaceAll("'", "''")}'`).join(',');
  return {
    method: 'GET',
    url: `/users?$filter=${encodeURIComponent(`userPrincipalName in (${names})`)}&$select=${LOOKED_AT}&$top=${PER_FILTER}`,
  };
};

type UserBody = {
  id?: string;
  userPrincipalName?: string;
  usageLocation?: string | null;
  assignedLicenses?: { skuId?: string; disabledPlans?: string[] }[];
  licenseAssignmentStates?: {
    skuId?: string;
    assignedByGroup?: string | null;
    state?: string;
    error?: string | null;
  }[];
};

/** The accounts by the answer to `lookRequest`, by principal name; undefined where the answer is none. */
export function accountsOf({ status, body }: GraphAnswer, job: Job): Map<string, Account> | undefined {
  const { value } = (body ?? {}) as { value?: UserBody[] };
  if (status !== 200 || !Array.isArray(value)) return undefined;
  return new Map(value.map((user) => [String(user.userPrincipalName).toLowerCase(), accountOf(user, job)]));
}

function accountOf(user: UserBody, { skuId, plans }: Job): Account {
  const isThis = (one: { skuId?: string }): boolean => one.skuId?.toLowerCase() === skuId.toLowerCase();
  const held = user.assignedLicenses?.find(isThis);
  const states = (user.licenseAssignmentStates ?? []).filter(isThis);
  return {
    objectId: String(user.id),
    located: Boolean(user.usageLocation),
    licensed: held !== undefined && (plans === null || sameSet(held.disabledPlans ?? [], plans)),
    direct: held !== undefined && (states.length === 0 || states.some(({ assignedByGroup }) => !assignedByGroup)),
    viaGroup: states.flatMap(({ assignedByGroup: group, state = '', error = null }) =>
      group ? [{ group: group.toLowerCase(), failed: /error/i.test(state), error }] : [],
    ),
  };
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && new Set([...one, ...other].map((id) => id.toLowerCase())).size === one.length;

/** The verdict where nothing is left to be asked, else undefined. */
export function settledBy(account: Account | undefined, { action }: Job): Verdict | undefined {
  if (action === 'assign') return account?.licensed ? { state: 'assigned' } : undefined;
  return account && (account.licensed || account.direct || account.viaGroup.length > 0)
    ? undefined
    : { state: 'released' };
}

/** What a group's licence has come to for a member: a verdict, or whether Microsoft has to be asked to try once more. */
export function groupVerdict(account: Account, group: string, target: Target): Verdict | 'reprocess' | undefined {
  const state = account.viaGroup.find((one) => one.group === group.toLowerCase());
  if (!state?.failed) return undefined;
  if (target.attempts <= REPROCESSED_UNTIL) return 'reprocess';
  return { state: 'failed', reason: groupReasonOf(state.error), error: state.error ?? undefined };
}

// Once is enough for what was mended since; what is still wrong then is told.
const REPROCESSED_UNTIL = 2;

/** What has to be there before a licence can be: an account with a usage location. `password` is for a new account. */
export function creation(target: Target, job: Job, password: string): GraphRequest {
  return {
    method: 'POST',
    url: '/users',
    body: {
      accountEnabled: true,
      displayName: target.name,
      mailNickname: target.account,
      userPrincipalName: upnOf(target, job),
      usageLocation: 'MA',
      passwordProfile: { forceChangePasswordNextSignIn: true, password },
    },
  };
}

/** Sets where the account is used, without which Microsoft gives it no licence. */
export const location = (objectId: string): GraphRequest => ({
  method: 'PATCH',
  url: `/users/${objectId}`,
  body: { usageLocation: 'MA' },
});

/** Brings a deleted account back as it was, within 30 days (Microsoft Graph, directory: restore deleted item). */
export const restoration = (objectId: string): GraphRequest => ({
  method: 'POST',
  url: `/directory/deletedItems/${objectId}/restore`,
});

/** The change of the licence itself; both lists are sent, even empty (Microsoft Graph, user: assignLicense). */
export const licenceRequest = (objectId: string, { action, skuId, plans }: Job): GraphRequest => ({
  method: 'POST',
  url: `/users/${objectId}/assignLicense`,
  body:
    action === 'assign'
      ? { addLicenses: [{ skuId, disabledPlans: plans ?? [] }], removeLicenses: [] }
      : { addLicenses: [], removeLicenses: [skuId] },
});

/** Nothing was asked for: as before. Who was asked for before stays unknown until it is known, and is looked at after so long. */
export const untried = ({ attempts }: Target, retryAfterMs: number): Verdict =>
  attempts > 1 ? { state: 'unknown', retryAfterMs, untried: true } : { state: 'reserved' };

/** What the answer to a write means; `done` where it went well. */
export function verdictOf<Done>(
  { status, isUnsent, body, retryAfterMs }: GraphAnswer,
  target: Target,
  done: Done,
): Done | Verdict {
  if (isUnsent) return untried(target, UNSENT_AGAIN);
  if (status >= 200 && status < 300) return done;
  // The app's fault and not the person's: the run is stopped, and nobody fails for it.
  if (isForbidden(status, body)) return { state: 'reserved' };
  const error = errorOf(status, body);
  if (!isTransient(status) && !isObjectConflict(body))
    return { state: 'failed', reason: reasonOf(status, body), error };
  // To be throttled is no failure of the request.
  if (target.attempts >= MOST_ATTEMPTS && status !== 429)
    return { state: 'failed', reason: 'ATTEMPTS_EXHAUSTED', error };
  return { state: 'unknown', retryAfterMs };
}

// The account was made meanwhile, by a call whose answer was lost: the next look finds it.
function isObjectConflict(body: unknown): boolean {
  const { error } = (body ?? {}) as { error?: { details?: { code?: string }[] } };
  return error?.details?.some(({ code }) => code === 'ObjectConflict') ?? false;
}
