import type { AcademyProfile } from '@takwin/contracts/events/academies';
import { shippedCsv } from '@takwin/platform/files';
import { type NameOrigin, stableId } from '@takwin/platform/schema';
import type { z } from 'zod';
import { cities, type CitySeed, cityNamedIn } from './cities.js';
import { chosenEstablishments } from './chosen-establishments.js';
import { arabicName, type Establishment, establishments } from './establishments.js';
import { fold } from './fold.js';
import { prisons } from './prisons.js';
import { provinces, regions } from './regions.js';
import { type RoomSeed, roomsOf } from './rooms.js';

export type AcademySeed = {
  id: string;
  /** Kind, city and a number: ISTA-AGADIR-1. */
  code: string;
  name: { fr: string; ar: string };
  /** Whose words the names are. */
  origins: { fr: NameOrigin; ar: NameOrigin };
  kind: 'ISTA' | 'ITA' | 'CQP' | 'CMFP' | 'CFP' | 'CMC' | 'EP';
  profile: z.output<typeof AcademyProfile>;
  region: string;
  province: string;
  /** The city's French name. */
  city: string;
  rooms: RoomSeed[];
  /** The shipped file that names the establishment. */
  source: string;
};

const ACADEMIES = 100;

type Candidate = Pick<AcademySeed, 'name' | 'origins' | 'kind' | 'source'> & { city: CitySeed };

/**
 * The programme's 100 academies, the same at every call: the 12 Cités des métiers et des compétences, one local prison
 * of each region that has one, and OFPPT establishments shared out over the provinces.
 */
export function academies(): AcademySeed[] {
  const known = cities();
  const cmcs = citesDesMetiers(known);
  const inPrison = prisonOfEachRegion(known);
  const ordinary = chosenEstablishments(
    establishments(known),
    provinces(),
    ACADEMIES - cmcs.length - inPrison.length,
  ).map((chosen): Candidate => ({
    ...named(chosen),
    kind: chosen.kind,
    city: chosen.city,
    source: 'establishments.json',
  }));
  const remote = remoteProvinces();
  const taken = new Map<string, number>();
  return [...cmcs, ...inPrison, ...ordinary].map((candidate) => {
    const stem = `${candidate.kind}-${fold(candidate.city.name.fr).replaceAll(' ', '-').toUpperCase()}`;
    const number = (taken.get(stem) ?? 0) + 1;
    taken.set(stem, number);
    const code = `${stem}-${number}`;
    const profile = profileOf(candidate, remote);
    return {
      id: stableId('academy', code),
      code,
      name: candidate.name,
      origins: candidate.origins,
      kind: candidate.kind,
      profile,
      region: candidate.city.region,
      province: candidate.city.province,
      city: candidate.city.name.fr,
      rooms: roomsOf(code, profile),
      source: candidate.source,
    };
  });
}

function named(chosen: Establishment): Pick<AcademySeed, 'name' | 'origins'> {
  const { ar, origin } = arabicName(chosen);
  return { name: { fr: chosen.name, ar }, origins: { fr: 'official', ar: origin } };
}

function citesDesMetiers(known: readonly CitySeed[]): Candidate[] {
  const nameOf = new Map(regions().map((region) => [region.code, region.name]));
  const source = 'cites-des-metiers.csv';
  return shippedCsv(new URL(`../../../data/${source}`, import.meta.url), ['ville']).map((row) => {
    const city = cityNamedIn(row.ville, known)!;
    const region = nameOf.get(city.region)!;
    const name = {
      fr: `Cité des métiers et des compétences ${region.fr}`,
      ar: `مدينة المهن والكفاءات ${region.ar}`,
    };
    return { name, origins: { fr: 'official', ar: 'translated' }, kind: 'CMC', city, source };
  });
}

function prisonOfEachRegion(known: readonly CitySeed[]): Candidate[] {
  const byRegion = Map.groupBy(prisons(known), (prison) => prison.city.region);
  return [...byRegion.values()].map(([first]) => ({
    ...first!,
    origins: { fr: 'translated', ar: 'official' },
    kind: 'EP',
    source: 'prisons.csv',
  }));
}

/** Provinces of fewer than 120,000 residents: our stand-in for 'no line to rely on', since no source says. */
const remoteProvinces = (): Set<string> =>
  new Set(
    provinces()
      .filter((province) => province.population < 120_000)
      .map((province) => province.code),
  );

/** Which profile an academy starts with. Only the prisons' is a fact; the programme corrects the others. */
function profileOf({ kind, city }: Candidate, remote: ReadonlySet<string>): AcademySeed['profile'] {
  if (kind === 'EP') return 'prison';
  if (kind === 'CMC') return 'ordinary';
  if (remote.has(city.province)) return 'offline';
  return kind === 'CQP' ? 'minors' : 'ordinary';
}
