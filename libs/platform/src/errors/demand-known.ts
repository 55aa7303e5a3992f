import { FileRefused } from './file-refused.js';

/** What is told of a header that nobody knows, in names and in characters of each: no file comes back in a sentence. */
const MOST_TOLD = 5;
const LONGEST_TOLD = 60;
const told = (name: string): string =>
  name.length > LONGEST_TOLD ? `${name.slice(0, LONGEST_TOLD)}…`.toWellFormed() : name;

/**
 * Refuses as HEADER_UNKNOWN a header with columns that are not known, by their names or, where they have none, places: a misspelt
 * one would be lost without a word; behind the first five stands how many more there are. `known` are those that are taken.
 */
export function demandKnown(
  header: readonly string[],
  isKnown: (name: string) => boolean,
  known: readonly string[],
): void {
  const unknown = header.flatMap((name, index) => (isKnown(name) ? [] : [name.trim() || `#${index + 1}`]));
  if (unknown.length === 0) return;
  const more = unknown.length - MOST_TOLD;
  const columns = [...unknown.slice(0, MOST_TOLD).map(told), ...(more > 0 ? [`… (+${more})`] : [])];
  throw new FileRefused('HEADER_UNKNOWN', 'no column is called so', { columns, known });
}
