import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { academies } from './academies.js';
import { sharesOf } from './chosen-establishments.js';
import { cities } from './cities.js';
import { provinces, regions } from './regions.js';

const all = academies();
const ofKind = (kind: string) => all.filter((academy) => academy.kind === kind);

describe('the academies', () => {
  it('are exactly 100, with ids and codes of their own', () => {
    expect(all).toHaveLength(100);
    expect(new Set(all.map((academy) => academy.id)).size).toBe(100);
    expect(new Set(all.map((academy) => academy.code)).size).toBe(100);
    expect(all.every((academy) => /^[A-Z]+(-[A-Z]+)+-\d+$/.test(academy.code))).toBe(true);
  });

  it('are in all 12 regions, in the province and region of their city', () => {
    expect(new Set(all.map((academy) => academy.region))).toEqual(new Set(regions().map((region) => region.code)));
    const byName = new Map(cities().map((city) => [city.name.fr, city]));
    for (const { city, province, region } of all) expect(byName.get(city)).toMatchObject({ province, region });
  });

  it('stand in no part of Casablanca but in Casablanca', () => {
    const parts = new Set(provinces().flatMap((province) => (province.partOf ? province.code : [])));
    expect(all.some((academy) => parts.has(academy.province))).toBe(false);
  });

  it('hold the 12 Cités des métiers, one per region', () => {
    expect(new Set(ofKind('CMC').map((academy) => academy.region)).size).toBe(12);
  });

  it('hold ten prison centres in ten regions, named in both languages without blanks or Latin letters astray', () => {
    const prisons = ofKind('EP');
    expect(prisons).toHaveLength(10);
    expect(new Set(prisons.map((prison) => prison.region)).size).toBe(10);
    expect(prisons.every((prison) => prison.profile === 'prison')).toBe(true);
    expect(prisons.find((prison) => prison.city === 'Béni Mellal')!.name).toEqual({
      fr: 'Centre de formation de la prison locale de Béni Mellal',
      ar: 'مركز التكوين بالسجن المحلي بني ملال',
    });
    expect(all.filter((academy) => academy.profile === 'prison')).toHaveLength(10);
  });

  it('have a name in Arabic each, and say whose words it is', () => {
    expect(all.every(({ name }) => /\p{Script=Arabic}/u.test(name.ar) && !/\p{Script=Latin}/u.test(name.ar))).toBe(
      true,
    );
    const origins = Map.groupBy(all, ({ origins: { fr, ar } }) => `${fr} ${ar}`);
    expect(Object.fromEntries([...origins].map(([origin, some]) => [origin, some.length]))).toEqual({
      'official translated': 71,
      'official transliterated': 19,
      'translated official': 10,
    });
  });

  it('know every profile', () => {
    expect(new Set(all.map((academy) => academy.profile))).toEqual(
      new Set(['ordinary', 'prison', 'offline', 'minors']),
    );
  });

  it('have two to four rooms each, which say that they are synthetic', () => {
    for (const { rooms } of all) {
      expect(rooms.length).toBeGreaterThanOrEqual(2);
      expect(rooms.length).toBeLessThanOrEqual(4);
      expect(rooms.every((room) => room.synthetic && room.workstations >= 8)).toBe(true);
    }
    const ids = all.flatMap((academy) => academy.rooms.map((room) => room.id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are the same in every copy of the programme', () => {
    expect(createHash('sha256').update(JSON.stringify(all)).digest('hex')).toBe(
      '172b2626260c92b695835589e4e67d9b2ac788a1309fdeff033299c1f7e4172c',
    );
  });
});

describe('the shares of the provinces', () => {
  const province = (code: string, population: number, most: number) => ({ code, population, most });

  it('give each one first, then more where most people share one', () => {
    expect(sharesOf([province('big', 900, 9), province('mid', 400, 9), province('small', 1, 9)], 5)).toEqual(
      new Map([
        ['big', 3],
        ['mid', 1],
        ['small', 1],
      ]),
    );
  });

  it('stop at what a province has', () => {
    expect(sharesOf([province('big', 900, 1), province('small', 1, 3)], 3).get('small')).toBe(2);
  });

  it('refuse more seats than there are establishments', () => {
    expect(() => sharesOf([province('one', 1, 1)], 2)).toThrow('2 seats for 1 establishments');
  });
});
