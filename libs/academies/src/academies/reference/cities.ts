import { shippedCsv } from '@takwin/platform/files';
import { fold } from './fold.js';
import { provinces } from './regions.js';

export type CitySeed = {
  name: { fr: string; ar: string };
  /** As OFPPT spells it in its own list (BENGRIR), or null where the list lacks the city. */
  ofpptName: string | null;
  region: string;
  /** HCP's code of the province. */
  province: string;
  /** WGS 84 degrees; null where GeoNames does not know the place. */
  location: { lat: number; lng: number } | null;
  /** What establishments and rosters call the city, folded. */
  spellings: string[];
  /** Places in or beside the city that a name may give instead of it. */
  districts: string[];
};

/**
 * The cities of OFPPT's list and a few more that its establishments name. The province is the gazetteer's, since both
 * sources are wrong for some: OFPPT has Dakhla in Laâyoune's region, GeoNames still has older provinces for ten.
 */
export function cities(): CitySeed[] {
  const gazetteer = shippedCsv(new URL('../../../data/gazetteer.csv', import.meta.url), [
    'name_ofppt',
    'name_fr',
    'name_ar',
    'province',
    'geonames',
    'spellings',
    'districts',
  ]);
  const located = locations();
  const regionOf = new Map(provinces().map((province) => [province.code, province.region]));
  return gazetteer.map((row) => ({
    name: { fr: row.name_fr, ar: row.name_ar },
    ofpptName: row.name_ofppt || null,
    region: regionOf.get(row.province)!,
    province: row.province,
    location: located(row.geonames, row.province),
    spellings: folded([row.name_fr, row.name_ofppt, row.geonames, ...row.spellings.split('|')]),
    districts: row.districts.split('|').filter(Boolean),
  }));
}

let arabic: Map<string, string> | undefined;
const placeOf = (province: string, city: string): string => `${province}|${fold(city)}`;

/** How a city of a province (HCP's code), or the city of a district, is called in Arabic; undefined where the gazetteer has none so. */
export function cityInArabic(province: string, city: string): string | undefined {
  arabic ??= new Map(
    cities().flatMap(({ name, province, spellings, districts }) =>
      [...districts, ...spellings].map((called) => [placeOf(province, called), name.ar]),
    ),
  );
  return arabic.get(placeOf(province, city));
}

const folded = (names: readonly string[]): string[] => [...new Set(names.map(fold).filter(Boolean))];

function locations(): (name: string, province: string) => CitySeed['location'] {
  const file = new URL('../../../data/geonames-cities.csv', import.meta.url);
  const rows = shippedCsv(file, ['name', 'lat', 'lng', 'admin2']);
  return (name, province) => {
    const namesakes = rows.filter((row) => row.name === name);
    const place =
      namesakes.find((row) => row.admin2 === province.split('.')[1]) ??
      namesakes.find((row) => row.admin2 === '') ??
      namesakes[0];
    return place ? { lat: Number(place.lat), lng: Number(place.lng) } : null;
  };
}

/** The city that a French name ends with or else names last: 'Institut ... Route Imouzer Fès' is in Fès. */
export function cityNamedIn(text: string, among: readonly CitySeed[]): CitySeed | undefined {
  const words = ` ${fold(text)} `;
  const found = among.flatMap((city) =>
    [...city.spellings, ...city.districts.map(fold)].flatMap((spelling) => {
      const start = words.lastIndexOf(` ${spelling} `);
      return start < 0 ? [] : [{ city, end: start + spelling.length, length: spelling.length }];
    }),
  );
  return found.sort((a, b) => b.end - a.end || b.length - a.length)[0]?.city;
}

/** The city that an Arabic name holds, a joined preposition allowed: 'السجن المحلي بالدار البيضاء' is in Casablanca. */
export const cityNamedInArabic = (text: string, among: readonly CitySeed[]): CitySeed | undefined =>
  among
    .filter((city) => `${text} `.replace(/ ب(?=\S)/gu, ' ').includes(` ${city.name.ar.replace(/^ب/u, '')} `))
    .sort((a, b) => b.name.ar.length - a.name.ar.length)[0];
