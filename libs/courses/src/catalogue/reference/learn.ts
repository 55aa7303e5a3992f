import { shippedCsv } from '@takwin/platform/files';
import { stableId } from '@takwin/platform/schema';
import type { CourseSeed } from './course-seed.js';
import { readable } from './readable.js';
import { topicsOf } from './topics-of.js';

/**
 * Microsoft Learn's modules with their units. The source has titles in six languages, neither French nor English among
 * them: the German one is kept as published, the English title is read off the uid, and the French one translated by us.
 */
export function learnModules(): CourseSeed[] {
  const file = new URL('../../../data/learn-modules.csv', import.meta.url);
  const french = new Map(
    shippedCsv(new URL('../../../data/learn-titles-fr.csv', import.meta.url), ['uid', 'title_fr']).map((row) => [
      row.uid,
      row.title_fr,
    ]),
  );
  const minutesOf = new Map(learnUnits().map((unit) => [unit.uid, unit.minutes]));
  return shippedCsv(file, ['uid', 'duration_minutes', 'levels', 'products', 'languages', 'title_de-DE', 'units']).map(
    (row) => ({
      id: stableId('course', row.uid),
      code: row.uid,
      kind: 'learn-module',
      title: { fr: french.get(row.uid)!, ar: null, en: readable(row.uid) },
      publishedTitle: { language: 'de-DE', text: row['title_de-DE'].trim() },
      hours: Math.round((Number(row.duration_minutes) / 60) * 100) / 100,
      hoursBasis: 'published',
      hoursBySource: [],
      languages: row.languages.split('|'),
      topics: topicsOf(`${row.uid} ${row.products}`, 'cloud'),
      level: row.levels.split('|')[0]!,
      syllabus: row.units.split('|').map((unit) => ({ title: readable(unit), minutes: minutesOf.get(unit)! })),
      filiere: null,
      source: 'learn-modules.csv',
      licence: 'CC-BY-4.0',
      synthetic: false,
    }),
  );
}

/** All units of the source, also the 12 that no module lists. */
export const learnUnits = (): { uid: string; minutes: number }[] =>
  shippedCsv(new URL('../../../data/learn-units.csv', import.meta.url), ['uid', 'minutes']).map((row) => ({
    uid: row.uid,
    minutes: Number(row.minutes),
  }));
