import { describe, expect, it } from '@jest/globals';
import { demandObtained } from './qualification.js';

const judged = (obtainedOn: string, bornOn: string | null) => () =>
  demandObtained({ obtainedOn }, { today: '2026-11-23', bornOn });
const early = expect.objectContaining({ faults: [expect.objectContaining({ path: 'obtainedOn', code: 'too_early' })] });

describe('a qualification', () => {
  it('is obtained since 1980 and at the age of 16, where the birth is known', () => {
    expect(judged('1979-12-31', null)).toThrow(early);
    expect(judged('1980-01-01', null)).not.toThrow();
    expect(judged('2016-02-28', '2000-02-29')).toThrow(early);
    expect(judged('2016-02-29', '2000-02-29')).not.toThrow();
  });
});
