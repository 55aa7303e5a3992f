import type { CitySeed } from './cities.js';
import type { Establishment, EstablishmentKind } from './establishments.js';
import { fold } from './fold.js';
import type { ProvinceSeed } from './regions.js';

export type Chosen = Establishment & { kind: EstablishmentKind; city: CitySeed };

const PREFERRED: readonly EstablishmentKind[] = ['ISTA', 'ITA', 'CQP', 'CMFP', 'CFP'];

// Institutes of one trade far from a screen come last: an IT academy is chosen among the general ones first.
const TRADE = /confection|textile|batiment|mecanique|hotel|construction|dattes|logistique/u;

/**
 * Chooses `count` of the establishments, always the same: one in every province that has any, then again and again
 * where most residents share one; within a province every city has its best before any city has its second.
 */
export function chosenEstablishments(
  all: readonly Establishment[],
  provinces: readonly ProvinceSeed[],
  count: number,
): Chosen[] {
  const eligible = all.filter((one): one is Chosen => one.kind !== null && one.city !== null);
  const local = Map.groupBy(eligible, (one) => one.city.province);
  const shares = sharesOf(
    provinces.map((province) => ({ ...province, most: local.get(province.code)?.length ?? 0 })),
    count,
  );
  return [...shares].flatMap(([province, share]) => bestOfEachCityFirst(local.get(province)!).slice(0, share));
}

/** Adams' apportionment of `count` seats by population, no province above `most`; in the order of the provinces. */
export function sharesOf(
  provinces: readonly { code: string; population: number; most: number }[],
  count: number,
): Map<string, number> {
  const shares = new Map(provinces.filter(({ most }) => most > 0).map(({ code }) => [code, 0]));
  const claim = ({ code, population }: { code: string; population: number }) => population / shares.get(code)!;
  for (let seat = 0; seat < count; seat += 1) {
    const open = provinces.filter(({ code, most }) => most > (shares.get(code) ?? 0));
    if (open.length === 0) throw new RangeError(`${count} seats for ${seat} establishments`);
    const next = open.reduce((best, one) =>
      claim(one) > claim(best) || (claim(one) === claim(best) && one.population > best.population) ? one : best,
    );
    shares.set(next.code, shares.get(next.code)! + 1);
  }
  return new Map([...shares].filter(([, share]) => share > 0));
}

function bestOfEachCityFirst(local: readonly Chosen[]): Chosen[] {
  const ranked = [...Map.groupBy(local, (one) => one.city.name.fr).values()].flatMap((ofCity) =>
    ofCity.toSorted(byPreference).map((one, turn) => ({ one, turn })),
  );
  return ranked.sort((a, b) => a.turn - b.turn || byPreference(a.one, b.one)).map(({ one }) => one);
}

function byPreference(a: Chosen, b: Chosen): number {
  const rank = (one: Chosen) => (TRADE.test(fold(one.name)) ? PREFERRED.length : PREFERRED.indexOf(one.kind));
  return rank(a) - rank(b) || (fold(a.name) < fold(b.name) ? -1 : 1);
}
