import { shippedCsv } from '@takwin/platform/files';

export type RegionSeed = {
  /** ISO 3166-2: MA-01 to MA-12. */
  code: string;
  name: { fr: string; ar: string };
  /** Residents, census of 2024. */
  population: number;
};

export type ProvinceSeed = {
  /** HCP's code: 06.141. */
  code: string;
  region: string;
  name: { fr: string; ar: string };
  kind: 'province' | 'prefecture' | 'prefecture_of_arrondissements';
  population: number;
  /** The province that contains this one: set for the 8 parts of Casablanca, which a total must not count twice. */
  partOf: string | null;
};

/** The 12 regions, north to south as HCP numbers them (RGPH 2024). */
export function regions(): RegionSeed[] {
  const file = new URL('../../../data/regions.csv', import.meta.url);
  return shippedCsv(file, ['code', 'name_fr', 'name_ar', 'population_2024']).map((row) => ({
    code: `MA-${row.code}`,
    name: { fr: row.name_fr, ar: row.name_ar },
    population: Number(row.population_2024),
  }));
}

/** The 75 provinces and prefectures, and the 8 arrondissement prefectures of Casablanca (`partOf`). */
export function provinces(): ProvinceSeed[] {
  const file = new URL('../../../data/provinces.csv', import.meta.url);
  return shippedCsv(file, ['code', 'name_fr', 'name_ar', 'type', 'region_code', 'population_2024']).map((row) => ({
    code: row.code,
    region: `MA-${row.region_code}`,
    name: { fr: row.name_fr, ar: row.name_ar },
    kind: row.type as ProvinceSeed['kind'],
    population: Number(row.population_2024),
    partOf: row.type === 'prefecture_of_arrondissements' ? row.code.split('.').slice(0, 2).join('.') : null,
  }));
}
