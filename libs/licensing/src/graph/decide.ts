import type { GraphAnswer, GraphRequest } from './graph-client.js';
import { isTransient, reasonOf } from './refusals.js';

/** One person of a batch, as our ledger knows it. */
export type Target = { personId: string; account: string; name: string; attempts: number };
export type Job = { action: 'assign' | 'revoke'; skuId: string; domain: string };

/** What Microsoft knows of an account. */
export type Account = { exists: boolean; located: boolean; licensed: boolean };

export type Verdict =
  | { state: 'assigned' | 'released' }
  | { state: 'failed'; reason: string }
  /** Not known, or not done: read back and, if need be, asked again. */
  | { state: 'unknown'; retryAfterMs: number | null };

const MOST_ATTEMPTS = 20;

export const upnOf = ({ account }: Target, { domain }: Job): string => `${account}@${domain}`;

/** Asks what is the case: before anything is sent, also after an answer was lost. */
export const readRequest = (target: Target, job: Job): GraphRequest => ({
  method: 'GET',
  url: `/users/${upnOf(target, job)}?$select=id,usageLocation,assignedLicenses`,
});

type UserBody = { usageLocation?: string | null; assignedLicenses?: { skuId?: string }[] };

/** The account by the answer to `readRequest`; a verdict where the answer is none. */
export function accountOf({ status, body, retryAfterMs }: GraphAnswer, { skuId }: Job): Account | Verdict {
  if (status === 404) return { exists: false, located: false, licensed: false };
  if (status !== 200)
    return isTransient(status)
      ? { state: 'unknown', retryAfterMs }
      : { state: 'failed', reason: reasonOf(status, body) };
  const { usageLocation, assignedLicenses = [] } = body as UserBody;
  const licensed = assignedLicenses.some((one) => one.skuId?.toLowerCase() === skuId.toLowerCase());
  return { exists: true, located: Boolean(usageLocation), licensed };
}

/** The verdict where nothing is left to be asked, else undefined. */
export function settledBy({ exists, licensed }: Account, { action }: Job): Verdict | undefined {
  if (action === 'assign') return licensed ? { state: 'assigned' } : undefined;
  return exists && licensed ? undefined : { state: 'released' };
}

/** What has to be there before a licence can be: an account with a usage location. `password` is for a new account. */
export function preparation(
  target: Target,
  job: Job,
  account: Account,
  password: () => string,
): GraphRequest | undefined {
  if (job.action === 'revoke') return undefined;
  if (!account.exists)
    return {
      method: 'POST',
      url: '/users',
      body: {
        accountEnabled: true,
        displayName: target.name,
        mailNickname: target.account,
        userPrincipalName: upnOf(target, job),
        usageLocation: 'MA',
        passwordProfile: { forceChangePasswordNextSignIn: true, password: password() },
      },
    };
  if (account.located) return undefined;
  return { method: 'PATCH', url: `/users/${upnOf(target, job)}`, body: { usageLocation: 'MA' } };
}

/** The change of the licence itself; both lists are sent, even empty (Microsoft Graph, user: assignLicense). */
export const licenceRequest = (target: Target, job: Job): GraphRequest => ({
  method: 'POST',
  url: `/users/${upnOf(target, job)}/assignLicense`,
  body:
    job.action === 'assign'
      ? { addLicenses: [{ skuId: job.skuId, disabledPlans: [] }], removeLicenses: [] }
      : { addLicenses: [], removeLicenses: [job.skuId] },
});

/** What the answer to a write means; `done` where it went well. */
export function verdictOf<Done>(
  { status, body, retryAfterMs }: GraphAnswer,
  target: Target,
  done: Done,
): Done | Verdict {
  if (status >= 200 && status < 300) return done;
  if (!isTransient(status) && !isObjectConflict(body)) return { state: 'failed', reason: reasonOf(status, body) };
  if (target.attempts >= MOST_ATTEMPTS) return { state: 'failed', reason: 'ATTEMPTS_EXHAUSTED' };
  return { state: 'unknown', retryAfterMs };
}

// The account was made meanwhile, by a call whose answer was lost: the next look finds it.
function isObjectConflict(body: unknown): boolean {
  const { error } = (body ?? {}) as { error?: { details?: { code?: string }[] } };
  return error?.details?.some(({ code }) => code === 'ObjectConflict') ?? false;
}
