import { describe, expect, it } from '@jest/globals';
import { provinces, regions } from './regions.js';

const people = (of: { population: number }[]): number => of.reduce((sum, one) => sum + one.population, 0);

describe('regions and provinces', () => {
  it('are 12 regions, MA-01 to MA-12, named in French and Arabic', () => {
    expect(regions().map((region) => region.code)).toEqual(
      Array.from({ length: 12 }, (_, index) => `MA-${String(index + 1).padStart(2, '0')}`),
    );
    expect(regions().every(({ name }) => name.fr && /\p{Script=Arabic}/u.test(name.ar))).toBe(true);
  });

  it('are 75 provinces and prefectures, and 8 parts of Casablanca', () => {
    const parts = provinces().filter((province) => province.partOf !== null);
    expect(provinces()).toHaveLength(83);
    expect(parts).toHaveLength(8);
    expect(new Set(parts.map((part) => part.partOf))).toEqual(new Set(['06.141']));
  });

  it('have provinces named in French and Arabic', () => {
    expect(provinces().every(({ name }) => name.fr && /\p{Script=Arabic}/u.test(name.ar))).toBe(true);
  });

  it('count everybody once when the parts are left out', () => {
    const whole = provinces().filter((province) => province.partOf === null);
    for (const region of regions()) {
      expect(people(whole.filter((province) => province.region === region.code))).toBe(region.population);
    }
    expect(people(provinces())).toBeGreaterThan(people(regions()));
  });
});
