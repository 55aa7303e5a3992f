import { readFileSync } from 'node:fs';
import { shippedCsv } from '@takwin/platform/files';
import { NameOrigin } from '@takwin/platform/schema';
import { type CitySeed, cityNamedIn } from './cities.js';
import { fold, tidy } from './fold.js';

export type EstablishmentKind = 'ISTA' | 'ITA' | 'CQP' | 'CMFP' | 'CFP';

export type Establishment = { name: string; kind: EstablishmentKind | null; city: CitySeed | null };

/** How each kind begins its names, and what it is called in Arabic. */
const KINDS: Record<EstablishmentKind, { fr: string; ar: string }> = {
  ISTA: { fr: 'Institut Spécialisé de Technologie Appliquée', ar: 'المعهد المتخصص للتكنولوجيا التطبيقية' },
  ITA: { fr: 'Institut de Technologie Appliquée', ar: 'معهد التكنولوجيا التطبيقية' },
  CQP: { fr: 'Centre de Qualification Professionnelle', ar: 'مركز التأهيل المهني' },
  CMFP: { fr: 'Centre Mixte de Formation Professionnelle', ar: 'المركز المختلط للتكوين المهني' },
  CFP: { fr: 'Centre de Formation Professionnelle', ar: 'مركز التكوين المهني' },
};

/**
 * OFPPT's establishments, each once: spellings that differ in blanks, case, apostrophes, accents or punctuation are
 * one, and keep the spelling with the most accents. Empty names are dropped.
 */
export function establishments(cities: readonly CitySeed[]): Establishment[] {
  const file = new URL('../../../data/establishments.json', import.meta.url);
  const rows = JSON.parse(readFileSync(file, 'utf8')) as { etablissement: string }[];
  const spellings = Map.groupBy(
    rows.map((row) => tidy(row.etablissement)).filter((name) => name !== ''),
    fold,
  );
  return [...spellings.values()].map((variants) => {
    const name = variants.toSorted((a, b) => accents(b) - accents(a))[0]!;
    return { name, kind: kindOf(name), city: cityNamedIn(name, cities) ?? null };
  });
}

const accents = (name: string): number => name.normalize('NFD').match(/\p{M}/gu)?.length ?? 0;

function kindOf(name: string): EstablishmentKind | null {
  const folded = fold(name);
  const kind = Object.entries(KINDS).find(([, { fr }]) => folded.startsWith(fold(fr)));
  return kind ? (kind[0] as EstablishmentKind) : null;
}

/**
 * The Arabic name, which no source has: translated where it is a kind, perhaps a number, and a city; where a quarter or a person is
 * in it, with our spelling of that. Refuses an establishment of which neither is known.
 */
export function arabicName({ name, kind, city }: Establishment): { ar: string; origin: NameOrigin } {
  if (!kind || !city) throw new Error(`${name}: of no kind or city that is known`);
  const rest = fold(name).slice(fold(KINDS[kind].fr).length).trim();
  const number = /^\d+ | \d+$/u.exec(rest)?.[0].trim();
  const place = rest.replace(/^\d+ | \d+$/u, '');
  if (city.spellings.includes(place))
    return { ar: [KINDS[kind].ar, number, city.name.ar].filter(Boolean).join(' '), origin: 'translated' };
  const ours = arabicPlaces().get(fold(name));
  if (!ours) throw new Error(`${name}: no Arabic name ships`);
  return { ar: `${KINDS[kind].ar} ${ours.place_ar} ${city.name.ar}`, origin: NameOrigin.parse(ours.origin) };
}

const arabicPlaces = () => {
  const file = new URL('../../../data/arabic-places.csv', import.meta.url);
  return new Map(shippedCsv(file, ['name_fr', 'place_ar', 'origin']).map((row) => [fold(row.name_fr), row]));
};
