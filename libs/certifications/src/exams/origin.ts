import { named, OneLine } from '@takwin/platform/schema';
import type { ExamFacts, ExamView } from './exam.js';

/** Where what is known of an exam is from, and the day of the newest of its sources. */
export type Origin = Pick<ExamFacts, 'source' | 'asOf'>;
type Said = { [Field in keyof ExamFacts]?: ExamFacts[Field] | undefined };

// As the catalogue that ships names them.
const FACTS = {
  title: 'title',
  family: 'family',
  minutes: 'minutes',
  administrationMinutes: 'administration_minutes',
  passMark: 'pass_score',
  releasedOn: 'released_on',
  retiredOn: 'retired_on',
  languages: 'languages',
} as const satisfies Partial<Record<keyof ExamFacts, string>>;

/** Retired, or no longer among what can be obtained, on a day that no source tells. */
export const UNDATED = ['retired-undated', 'not-in-catalogue', 'not-in-browse', 'absent-from-browse'];

/** Ends an entry of an origin, such as title=LS;retired-undated:JUR. */
const BETWEEN = /;(?=[a-z_-]+[=:])/;
const ENTRY = /^([a-z_-]+)[=:]/;

/** The sources that an origin names, each without the fact of which it tells. */
const sourcesIn = (origin: string): string[] => origin.split(BETWEEN).map((entry) => entry.replace(ENTRY, '').trim());

/** Where facts are from: one rule for what a form or a file may say so. */
export const Source = named(OneLine({ max: 500 }), sourcesIn)
  .refine((text) => text === '' || !sourcesIn(text).includes(''), {
    message: 'a source behind each name, such as title=LS',
    params: { code: 'stands_for_none' },
  })
  .meta({
    description: 'Where this is known from',
    examples: ['Microsoft Learn, page of the exam, 2026-11-28'],
  });

/**
 * Where an exam’s facts are from once a source has said something of it: it speaks for the facts that are told with it, or for all of them
 * where none is. The others keep theirs; a source that tells itself of which fact it speaks is taken at its word.
 */
export function originOf({ source: known }: Pick<ExamView, 'source'>, { source, ...said }: Said): string | null {
  if (!source) return known;
  const told = Object.entries(FACTS).flatMap(([field, fact]) =>
    said[field as keyof typeof FACTS] === undefined ? [] : [fact],
  );
  if (!known || told.length === 0) return source;
  const entries = source.split(BETWEEN);
  const news = entries.every((entry) => ENTRY.test(entry)) ? entries : told.map((fact) => `${fact}=${source}`);
  const now = new Map(known.split(BETWEEN).map((entry) => [factOf(entry), entry]));
  if (said.retiredOn !== undefined) for (const gone of UNDATED) now.delete(gone);
  for (const entry of news)
    if (now.get('') === source) now.delete(factOf(entry));
    else now.set(factOf(entry), entry);
  return [...now.values()].join(';');
}

/** Of which fact an entry tells; empty where it is told of all that no other entry tells of. */
const factOf = (entry: string): string => ENTRY.exec(entry)?.[1] ?? '';
