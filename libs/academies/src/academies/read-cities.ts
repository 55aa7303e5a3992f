import { CityUnknown } from './academy.js';
import { cities, type CitySeed } from './reference/cities.js';
import { fold } from './reference/fold.js';

let known: Map<string, CitySeed[]> | undefined;

/** Refuses as CITY_UNKNOWN a city that is not one of its province (HCP's code), where any of that are known; districts are part of theirs. */
export function demandCity(province: string, city: string): void {
  known ??= Map.groupBy(cities(), (one) => one.province);
  const there = known.get(province) ?? [];
  const called = fold(city);
  const isThere = there.some(
    ({ name, spellings, districts }) => name.ar === city || spellings.includes(called) || districts.includes(called),
  );
  if (there.length > 0 && !isThere) throw new CityUnknown(there.map(({ name }) => name.fr));
}
