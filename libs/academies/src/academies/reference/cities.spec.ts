import { describe, expect, it } from '@jest/globals';
import { shippedCsv } from '@takwin/platform/files';
import { cities, cityNamedIn, cityNamedInArabic } from './cities.js';
import { fold } from './fold.js';
import { provinces, regions } from './regions.js';

const known = cities();
const city = (name: string) => known.find((one) => one.name.fr === name)!;

describe('cities', () => {
  it('hold each of the 112 cities of OFPPT once, and a few that only its establishments name', () => {
    const ofppt = shippedCsv(new URL('../../../data/ofppt-cities.csv', import.meta.url), ['ville', 'region']);
    expect(ofppt).toHaveLength(112);
    expect(known.flatMap((one) => one.ofpptName ?? []).toSorted()).toEqual(ofppt.map(({ ville }) => ville).toSorted());
    expect(new Set(known.map((one) => one.name.fr)).size).toBe(known.length);
  });

  it('stand in a province that exists and in its region', () => {
    const regionOf = new Map(provinces().map((province) => [province.code, province.region]));
    for (const one of known) expect(regionOf.get(one.province)).toBe(one.region);
  });

  it('correct the three that OFPPT lists under another region', () => {
    const ofppt = shippedCsv(new URL('../../../data/ofppt-cities.csv', import.meta.url), ['ville', 'region']);
    const nameOf = new Map(regions().map(({ code, name }) => [code, fold(name.fr)]));
    const spelt: Record<string, string> = {
      'oriental et rif': 'oriental',
      'guelmime oued noun': 'guelmim oued noun',
      'laayoune saguia al hamra': 'laayoune sakia el hamra',
      'ed dakhla oued ed dahab': 'dakhla oued ed dahab',
    };
    const moved = ofppt.filter(({ ville, region }) => {
      const theirs = spelt[fold(region)] ?? fold(region);
      return nameOf.get(known.find((one) => one.ofpptName === ville)!.region) !== theirs;
    });
    expect(moved.map(({ ville }) => ville)).toEqual(['DAKHLA', 'EL KARIA', 'SOUK SEBT']);
  });

  it('have a place on the map, but for a district, a province and a village that GeoNames does not know', () => {
    expect(known.filter((one) => one.location === null).map((one) => one.name.fr)).toEqual([
      'Al Haouz',
      'Ksar Sghir',
      'Tassila',
    ]);
  });

  it('are not confused with namesakes elsewhere', () => {
    expect(city('Ifrane').location!.lat).toBeCloseTo(33.53);
    expect(city('Dakhla').location!.lat).toBeCloseTo(23.68);
    expect(city('El Aïoun Sidi Mellouk').region).toBe('MA-02');
    expect(city('Laâyoune').region).toBe('MA-11');
  });

  it('lie in today’s provinces where GeoNames still has older ones', () => {
    expect(city('Midelt').province).toBe('08.363');
    expect(city('Guercif').province).toBe('02.265');
    expect(city('Sidi Ifni').province).toBe('10.473');
  });
});

describe('the city in a name', () => {
  it.each([
    ['Institut Spécialisé de Technologie Appliquée Route Imouzer Fès', 'Fès'],
    ['ISTA Chellalat Mohammedia (Bled Solb)', 'Mohammedia'],
    ['Centre de Formation des Adultes Sidi Moumen Casa', 'Casablanca'],
    ['ISTA Kalaa –Sraghna ', 'El Kelâa des Sraghna'],
    ['Institut de Technologie Appliquée El Aioun Sidi Mellouk', 'El Aïoun Sidi Mellouk'],
    ['Centre ... du Tourisme Mdiq', "M'diq"],
  ])('of %s is %s', (text, expected) => expect(cityNamedIn(text, known)?.name.fr).toBe(expected));

  it('is not found inside a longer word', () => expect(cityNamedIn('Institut Safiot', known)).toBeUndefined());

  it('is read in Arabic behind a joined preposition', () => {
    expect(cityNamedInArabic('السجن المحلي بالدار البيضاء', known)?.name.fr).toBe('Casablanca');
    expect(cityNamedInArabic('السجن المحلي بني ملال', known)?.name.fr).toBe('Béni Mellal');
    expect(cityNamedInArabic('المؤسسة السجنية الرحامنة', known)).toBeUndefined();
  });
});
