import { describe, expect, it } from '@jest/globals';
import { etaOf } from '../runs/run.js';
import {
  accountsOf,
  groupVerdict,
  licenceRequest,
  lookRequest,
  settledBy,
  verdictOf,
  type Account,
  type Job,
  type Target,
} from './decide.js';
import { groupReasonOf, reasonOf } from './refusals.js';

const sku = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const group = '0d6d3f4e-7a31-4c59-9d1e-3f1f6a0f2b11';
const assign: Job = { action: 'assign', skuId: sku, plans: null, domain: 'takwin.test' };
const revoke: Job = { ...assign, action: 'revoke' };
const target: Target = {
  personId: 'p',
  account: '9998000000001',
  name: 'Salma EL AMRANI',
  attempts: 1,
  objectId: null,
  member: false,
  alone: false,
};
const answer = (status: number, body: unknown = {}, retryAfterMs: number | null = null) => ({
  status,
  body,
  retryAfterMs,
});
const user = (about: object = {}, job = assign): Account | undefined => {
  const userPrincipalName = '9998000000001@Takwin.test';
  const value = [{ id: 'o', userPrincipalName, usageLocation: 'MA', assignedLicenses: [{ skuId: sku }], ...about }];
  return accountsOf(answer(200, { value }), job)!.get('9998000000001@takwin.test');
};

describe('what Microsoft knows of an account', () => {
  it('is asked for fifteen at once, and is no knowledge where the answer is none', () => {
    expect(decodeURIComponent(lookRequest([target, target], assign).url)).toContain(
      "userPrincipalName in ('9998000000001@takwin.test','9998000000001@takwin.test')",
    );
    expect(accountsOf(answer(503), assign)).toBeUndefined();
    expect(accountsOf(answer(200, { value: [] }), assign)!.size).toBe(0);
  });

  it('ends the matter where the licence is as it should be', () => {
    expect(settledBy(user(), assign)).toEqual({ state: 'assigned' });
    expect(settledBy(undefined, revoke)).toEqual({ state: 'released' });
    expect(settledBy(user({ assignedLicenses: [] }), assign)).toBeUndefined();
    expect(settledBy(user(), revoke)).toBeUndefined();
  });

  it('does not take a licence with other plans for the one that was asked for', () => {
    const job = { ...assign, plans: ['a', 'b'] };
    const withPlans = (disabledPlans: string[]) => user({ assignedLicenses: [{ skuId: sku, disabledPlans }] }, job);
    expect(settledBy(withPlans(['B', 'a']), job)).toEqual({ state: 'assigned' });
    expect(settledBy(withPlans(['a']), job)).toBeUndefined();
  });

  it('tells what a group’s licence came to: not yet, an error to be tried once more, and the reason at last', () => {
    const state = (about: object) =>
      user({
        assignedLicenses: [],
        licenseAssignmentStates: [{ skuId: sku, assignedByGroup: group.toUpperCase(), ...about }],
      })!;
    const failed = state({ state: 'Error', error: 'CountViolation' });
    expect(groupVerdict(state({ state: 'Active' }), group, target)).toBeUndefined();
    expect(groupVerdict(failed, group, target)).toBe('reprocess');
    expect(groupVerdict(failed, group, { ...target, attempts: 5 })).toEqual({
      state: 'failed',
      reason: 'NO_SEAT_IN_TENANT',
      error: 'CountViolation',
    });
    expect(groupReasonOf('SomethingNew')).toBe('GROUP_LICENCE_SOMETHINGNEW');
  });
});

describe('an answer to a write', () => {
  it('is final when it is no, and to be read back when it may be either', () => {
    expect(verdictOf(answer(200), target, 'done')).toBe('done');
    const noSeats = {
      error: {
        code: 'Request_BadRequest',
        message: `Subscription with SKU ${sku} does not have any available licenses.`,
      },
    };
    expect(verdictOf(answer(400, noSeats), target, 'done')).toMatchObject({
      state: 'failed',
      reason: 'NO_SEAT_IN_TENANT',
    });
    for (const status of [0, 409, 429, 503, 504])
      expect(verdictOf(answer(status, {}, 7), target, 'done')).toEqual({ state: 'unknown', retryAfterMs: 7 });
    const conflict = { error: { details: [{ code: 'ObjectConflict' }] } };
    expect(verdictOf(answer(400, conflict), target, 'done')).toMatchObject({ state: 'unknown' });
  });

  it('does not fail the person for what the app may not do', () => {
    const denied = { error: { code: 'Authorization_RequestDenied' } };
    expect(verdictOf(answer(403, denied), target, 'done')).toEqual({ state: 'reserved' });
    const full = { error: { code: 'Directory_QuotaExceeded', message: 'The directory object quota limit …' } };
    expect(verdictOf(answer(403, full), target, 'done')).toMatchObject({
      state: 'failed',
      reason: 'DIRECTORY_IS_FULL',
    });
  });

  it('is given up at last, but never for being throttled', () => {
    const tired = { ...target, attempts: 20 };
    expect(verdictOf(answer(503), tired, 'done')).toMatchObject({ state: 'failed', reason: 'ATTEMPTS_EXHAUSTED' });
    expect(verdictOf(answer(429), tired, 'done')).toMatchObject({ state: 'unknown' });
  });

  it('is told by a name that stays when Microsoft’s text is a new one', () => {
    expect(reasonOf(400, { error: { code: 'Request_Odd', message: 'never seen' } })).toBe('GRAPH_REFUSED_REQUEST_ODD');
  });
});

describe('a change of a licence', () => {
  it('always sends both lists', () => {
    expect(licenceRequest('o', assign).body).toEqual({
      addLicenses: [{ skuId: sku, disabledPlans: [] }],
      removeLicenses: [],
    });
    expect(licenceRequest('o', revoke).body).toEqual({ addLicenses: [], removeLicenses: [sku] });
  });
});

describe('the time that is left', () => {
  it('is by the pace so far', () => {
    const from = new Date('2026-11-24T10:00:00Z');
    expect(etaOf(from, new Date('2026-11-24T10:00:10Z'), 50, 100)).toEqual(new Date('2026-11-24T10:00:20Z'));
    expect(etaOf(from, from, 0, 100)).toBeNull();
  });

  it.each([
    ['Subscription with SKU x does not have any available licenses.', 'NO_SEAT_IN_TENANT'],
    ['License assignment cannot be done for user with invalid usage location.', 'USAGE_LOCATION_INVALID'],
    ['License x does not correspond to a valid company License.', 'SKU_NOT_IN_TENANT'],
    ['License assignment failed because service plans x, y are mutually exclusive', 'SERVICE_PLANS_CONFLICT'],
    ['License assignment failed because service plan x depends on the service plan(s) y', 'SERVICE_PLAN_MISSING'],
    ['User license is inherited from a group membership and it cannot be removed.', 'LICENCE_IS_INHERITED'],
    ['Something new', 'GRAPH_REFUSED_REQUEST_BADREQUEST'],
  ])('is told by its reason, and by what Microsoft calls it: %s', (message, reason) => {
    const body = { error: { code: 'Request_BadRequest', message } };
    const refused = { state: 'failed', reason, error: 'Request_BadRequest' };
    expect(verdictOf(answer(400, body), target, 'done')).toEqual(refused);
    expect(verdictOf(answer(410), target, 'done')).toMatchObject({ reason: 'GRAPH_REFUSED_410', error: '410' });
  });
});
