import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assign, type AvailableSitting, type Request, type Interval } from './assign.js';

const exam = { code: 'MO-200', minutes: 50, administrationMinutes: 20 };
const request = (about: Partial<Request> = {}): Request => ({
  id: 'r1',
  personId: 'p1',
  exam,
  academyId: 'a',
  province: 'p',
  region: 'r',
  inPrison: false,
  earliest: 0,
  latest: 1000,
  onlyAt: null,
  active: true,
  needsConsent: false,
  consent: false,
  eligibleFrom: 0,
  ...about,
});
const sitting = (about: Partial<AvailableSitting> = {}): AvailableSitting => ({
  id: 's1',
  academyId: 'a',
  province: 'p',
  region: 'r',
  inPrison: false,
  minutes: 70,
  examCodes: [],
  from: 100,
  to: 170,
  free: 1,
  ...about,
});
const decide = (requests: Request[], sittings: AvailableSitting[], busy = new Map<string, Interval[]>()) =>
  assign(requests, sittings, busy, 0).map((one) => (one.state === 'booked' ? one.sitting.id : one.reason));

describe('assigning requests to sittings', () => {
  it('prefers the own academy to an earlier sitting elsewhere, and the earlier one within it', () => {
    const sittings = [
      sitting({ id: 'away', academyId: 'b', from: 10, to: 80 }),
      sitting({ id: 'later', from: 300, to: 370 }),
      sitting({ id: 'home' }),
    ];
    expect(decide([request()], sittings)).toEqual(['home']);
  });

  it('has who lost a seat go where their voucher still pays, however far, and elsewhere only where there is nothing', () => {
    const lost = { academyId: 'a', from: 290 };
    const late = sitting({ id: 'late', from: 300, to: 370 });
    const away = sitting({ id: 'away', academyId: 'b', from: 100 });
    const moved = request({ lost, paidUntil: 299 });
    expect(decide([moved], [late, away])).toEqual(['away']);
    expect(decide([moved], [late])).toEqual(['late']);
    expect(decide([request({ lost, paidUntil: 300 })], [sitting({ id: 'late', from: 300, to: 370 }), away])).toEqual([
      'late',
    ]);
  });

  it('gives the last seat to who asked first; the next one waits', () => {
    expect(decide([request(), request({ id: 'r2', personId: 'p2' })], [sitting()])).toEqual(['s1', 'NO_FREE_SEAT']);
  });

  it('never puts a candidate in two places at once', () => {
    const twice = [request(), request({ id: 'r2', exam: { ...exam, code: 'MO-100' } })];
    expect(decide(twice, [sitting({ free: 5 }), sitting({ id: 's2', from: 150, to: 220 })])).toEqual([
      's1',
      'NO_SEAT_AT_FREE_HOURS',
    ]);
    const busy = new Map([['p1', [{ from: 160, to: 200 }]]]);
    expect(decide([request()], [sitting()], busy)).toEqual(['NO_SEAT_AT_FREE_HOURS']);
  });

  it('says of who waits what keeps them from the free seats there are, the least of it where it is more', () => {
    const busy = new Map([['p1', [{ from: 160, to: 200 }]]]);
    const full = sitting({ id: 'full', free: 0 });
    const soon = request({ earliest: 200, agreedFrom: 50 });
    expect(decide([soon], [sitting(), full])).toEqual(['NO_SEAT_AFTER_NOTICE']);
    expect(decide([soon], [sitting({ from: 49 }), full])).toEqual(['NO_FREE_SEAT']);
    expect(decide([request({ needsAccessible: true })], [sitting(), full])).toEqual(['NO_SEAT_WITH_ACCOMMODATION']);
    const slow = request({ exam: { ...exam, minutes: 51 } });
    expect(decide([slow], [sitting(), full])).toEqual(['EXAM_IS_TOO_LONG_THERE']);
    const taught = request({ taughtBy: ['t1'] });
    expect(decide([taught], [sitting({ proctorIds: ['t1'] })])).toEqual(['NO_SEAT_WITHOUT_OWN_TEACHER']);
    expect(decide([request({ eligibleFrom: 101 })], [sitting()])).toEqual(['NO_SEAT_BEFORE_RETAKE']);
    const several = [sitting({ accessible: 0 }), sitting({ id: 's2', accessible: 1 })];
    expect(decide([request({ needsAccessible: true })], several, busy)).toEqual(['NO_SEAT_AT_FREE_HOURS']);
    for (const other of [sitting({ inPrison: true }), sitting({ examCodes: ['MO-100'] }), sitting({ from: 1001 })])
      expect(decide([request()], [other])).toEqual(['NO_FREE_SEAT']);
  });

  it('has each sit as long as it takes them, whoever of the same academy and exam came before', () => {
    const slow = request({ id: 'r2', personId: 'p2', exam: { ...exam, minutes: 80 } });
    const sittings = () => [
      sitting({ id: 'short', free: 2 }),
      sitting({ id: 'long', minutes: 100, from: 300, to: 400 }),
    ];
    expect(decide([request(), slow], sittings())).toEqual(['short', 'long']);
    expect(decide([slow, request()], sittings())).toEqual(['long', 'short']);
  });

  it('refuses with the rule that forbids', () => {
    expect(decide([request({ active: false })], [sitting()])).toEqual(['PERSON_NOT_ACTIVE']);
    expect(decide([request({ eligibleFrom: null })], [sitting()])).toEqual(['ALREADY_PASSED']);
    expect(decide([request({ eligibleFrom: 2000 })], [sitting()])).toEqual(['RETAKE_TOO_SOON']);
    expect(decide([request({ needsConsent: true })], [sitting()])).toEqual(['MINOR_NEEDS_CONSENT']);
    expect(decide([request({ latest: 0 })], [sitting()])).toEqual(['WINDOW_IS_OVER']);
  });

  it('never sells more seats than there are, whatever is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 8 }), fc.nat(30), (seats, many) => {
        const sittings = seats.map((free, index) =>
          sitting({ id: `s${index}`, from: 100 + index, to: 170 + index, free }),
        );
        const requests = Array.from({ length: many }, (_, index) =>
          request({ id: `r${index}`, personId: `p${index}` }),
        );
        const booked = assign(requests, sittings, new Map(), 0).filter((one) => one.state === 'booked');
        expect(booked).toHaveLength(
          Math.min(
            many,
            seats.reduce((sum, free) => sum + free, 0),
          ),
        );
        expect(sittings.every((one) => one.free >= 0)).toBe(true);
      }),
    );
  });
});
