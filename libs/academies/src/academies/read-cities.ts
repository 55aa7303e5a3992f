import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { CityUnknown } from './academy.js';
import { cities, type CitySeed } from './reference/cities.js';
import { fold } from './reference/fold.js';

let known: Map<string, CitySeed[]> | undefined;

/**
 * A city of a province (HCP's code) as the register spells it, whatever its case, accents, hyphens and language; districts are part of
 * theirs. Refuses as CITY_UNKNOWN one that is not there. Where the register knows none, it is spelled as in its academies.
 */
export async function cityOf(tx: Tx, province: string, city: string): Promise<string> {
  known ??= Map.groupBy(cities(), (one) => one.province);
  const there = known.get(province);
  const called = fold(city);
  if (!there) return (await spellings(tx, province)).find((one) => fold(one) === called) ?? city;
  const names = there.flatMap(({ name, spellings, districts }) => [
    { says: name.fr, as: [...spellings, fold(name.ar)] },
    ...districts.map((district) => ({ says: district, as: [fold(district)] })),
  ]);
  const found = names.find(({ as }) => as.includes(called));
  if (!found) throw new CityUnknown(there.map(({ name }) => name.fr));
  return found.says;
}

/** The cities of a province's academies, as most spell them first; of two academies at once the later waits. */
async function spellings(tx: Tx, province: string): Promise<string[]> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'city', ${province}::text), 0))`);
  const rows = await tx.query<{ city: string }>(sql`
    select city from academy where province = ${province} group by city order by count(*) desc, city`);
  return rows.map(({ city }) => city);
}
