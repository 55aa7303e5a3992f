import { describe, expect, it } from '@jest/globals';
import { retryAfterOf } from './refusals.js';
import { accountOf, licenceRequest, preparation, settledBy, verdictOf, type Job, type Target } from './decide.js';
import { etaOf } from '../run/run.js';

const sku = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const assign: Job = { action: 'assign', skuId: sku, domain: 'takwin.test' };
const revoke: Job = { ...assign, action: 'revoke' };
const target: Target = { personId: 'p', account: '9998000000001', name: 'Salma EL AMRANI', attempts: 1 };
const answer = (status: number, body: unknown = {}, retryAfterMs: number | null = null) => ({
  status,
  body,
  retryAfterMs,
});
const user = (about: object = {}) => answer(200, { usageLocation: 'MA', assignedLicenses: [{ skuId: sku }], ...about });

describe('what Microsoft knows of an account', () => {
  it('ends the matter where the licence is as it should be', () => {
    expect(settledBy(accountOf(user(), assign) as never, assign)).toEqual({ state: 'assigned' });
    expect(settledBy(accountOf(answer(404), revoke) as never, revoke)).toEqual({ state: 'released' });
    expect(settledBy(accountOf(user({ assignedLicenses: [] }), assign) as never, assign)).toBeUndefined();
  });

  it('says what has to be made first: the account, its usage location, or nothing', () => {
    const prepare = (account: unknown) => preparation(target, assign, account as never, () => 'secret')?.method;
    expect(prepare(accountOf(answer(404), assign))).toBe('POST');
    expect(prepare(accountOf(user({ usageLocation: null }), assign))).toBe('PATCH');
    expect(prepare(accountOf(user(), assign))).toBeUndefined();
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
    expect(verdictOf(answer(400, noSeats), target, 'done')).toEqual({ state: 'failed', reason: 'NO_SEAT_IN_TENANT' });
    for (const status of [0, 409, 429, 503, 504])
      expect(verdictOf(answer(status, {}, 7), target, 'done')).toEqual({ state: 'unknown', retryAfterMs: 7 });
    const conflict = { error: { details: [{ code: 'ObjectConflict' }] } };
    expect(verdictOf(answer(400, conflict), target, 'done')).toMatchObject({ state: 'unknown' });
  });

  it('is given up at last', () => {
    expect(verdictOf(answer(503), { ...target, attempts: 20 }, 'done')).toEqual({
      state: 'failed',
      reason: 'ATTEMPTS_EXHAUSTED',
    });
  });
});

describe('a change of a licence', () => {
  it('always sends both lists', () => {
    expect(licenceRequest(target, assign).body).toEqual({
      addLicenses: [{ skuId: sku, disabledPlans: [] }],
      removeLicenses: [],
    });
    expect(licenceRequest(target, revoke).body).toEqual({ addLicenses: [], removeLicenses: [sku] });
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  it('is read as seconds, also decimal ones, or as a date', () => {
    expect(retryAfterOf(new Headers({ 'retry-after': '10' }), now)).toBe(10_000);
    expect(retryAfterOf(new Headers({ 'retry-after': '2.128' }), now)).toBe(2_128);
    expect(retryAfterOf(new Headers({ 'retry-after': 'Tue, 24 Nov 2026 10:00:05 GMT' }), now)).toBe(5_000);
    expect(retryAfterOf(new Headers(), now)).toBeNull();
  });
});

describe('the time that is left', () => {
  it('is by the pace so far', () => {
    const from = new Date('2026-11-24T10:00:00Z');
    expect(etaOf(from, new Date('2026-11-24T10:00:10Z'), 50, 100)).toEqual(new Date('2026-11-24T10:00:20Z'));
    expect(etaOf(from, from, 0, 100)).toBeNull();
  });
});
