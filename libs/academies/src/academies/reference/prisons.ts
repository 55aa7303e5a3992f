import { shippedCsv } from '@takwin/platform/files';
import { type CitySeed, cityNamedInArabic } from './cities.js';
import { tidy } from './fold.js';

export type Prison = { name: { fr: string; ar: string }; city: CitySeed };

const LOCAL_PRISON = 'السجن المحلي';

/**
 * Training centres in local prisons whose city is known, in the file's order. Stray blanks and the one Latin letter
 * are removed; the rows that say only 'establishment' are unverified in their source and left out.
 */
export function prisons(cities: readonly CitySeed[]): Prison[] {
  return shippedCsv(new URL('../../../data/prisons.csv', import.meta.url), ['libelle'])
    .map((row) => tidy(row.libelle.replace(/\p{Script=Latin}/gu, '')))
    .filter((name) => name.startsWith(LOCAL_PRISON))
    .flatMap((name) => {
      const city = cityNamedInArabic(name, cities);
      if (!city) return [];
      const of = /^[AEIOUÉ]/u.test(city.name.fr) ? "d'" : 'de ';
      const fr = `Centre de formation de la prison locale ${of}${city.name.fr}`;
      return [{ name: { fr, ar: `مركز التكوين ب${name}` }, city }];
    });
}
