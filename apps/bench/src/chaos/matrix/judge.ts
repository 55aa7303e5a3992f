import type { Caller } from './caller.js';
import type { Answer, Question } from './doors.js';
import { mayKnow } from './ownership.js';
import type { Kind, Row } from './world.js';

/** What canaries and ids look like in whatever surrounds them. */
const TOKENS =
  /\b195\d-\d\d-\d\d\b|"score":8\d\d|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|zq[a-z]*\d*|\b9977\d{9}\b/g;
/** A cursor, or a part of a signed document: what is told in it is told. */
const PACKED = /[\w-]{24,}/g;

/** Finds planted rows by what only they bear, those that are planted later too. */
export class Finder {
  readonly #known = new Map<string, Row[]>();
  #learnt = 0;

  constructor(private readonly rows: readonly Row[]) {}

  #learn(): void {
    for (; this.#learnt < this.rows.length; this.#learnt++) {
      const row = this.rows[this.#learnt]!;
      for (const word of row.isOpen ? row.words : [row.id, ...row.words])
        this.#known.set(word.toLowerCase(), [...(this.#known.get(word.toLowerCase()) ?? []), row]);
    }
  }

  /** The rows that a text tells of, but for those words that stand in `sent` already. */
  in(text: string, sent = ''): Set<Row> {
    this.#learn();
    const before = new Set(wordsOf(sent));
    return new Set(wordsOf(text).flatMap((word) => (before.has(word) ? [] : (this.#known.get(word) ?? []))));
  }
}

function wordsOf(text: string): string[] {
  const unpacked = [...text.matchAll(PACKED)].map(([part]) => Buffer.from(part, 'base64url').toString('latin1'));
  return [text, ...unpacked].flatMap((one) => one.toLowerCase().match(TOKENS) ?? []);
}

/** Rows that an answer tells of to who may not know of them; what the caller said first is no news. */
export function leaksIn(
  finder: Finder,
  caller: Caller,
  question: Question,
  answer: Answer,
  naming: readonly Kind[] = [],
): Row[] {
  const found = finder.in(answer.headers + answer.text, question.path + JSON.stringify(question.body ?? ''));
  // An id may be of several rows, such as a trainer's and a person's: who may know one of them may know it.
  return [...found].filter(
    (row) =>
      !mayKnow(caller, row) &&
      !naming.includes(row.kind) &&
      ![...found].some((one) => one.id === row.id && mayKnow(caller, one)),
  );
}

/** What is told of something planted and of something invented is told alike: the same status and words, but for the ids themselves. */
export function tellsApart(planted: Answer, plantedId: string, invented: Answer, inventedId: string): boolean {
  const masked = (text: string, id: string) => text.replaceAll(id, '…');
  return planted.status !== invented.status || masked(planted.text, plantedId) !== masked(invented.text, inventedId);
}

type Body = { data?: Record<string, unknown> | null; errors?: unknown[]; items?: unknown[] };

/** Whether an answer shows something: of a list an item at least, of a query of the graph what was asked for. */
export function shows({ status, text }: Answer): boolean {
  if (status >= 300) return false;
  if (!text.startsWith('{')) return text.length > 0;
  const { data, errors, items } = JSON.parse(text) as Body;
  if (items) return items.length > 0;
  if (data === undefined) return !errors;
  return Object.values(data ?? {}).some((value) => isSomething(value));
}

/** Whether an answer is a refusal: of a query of the graph, of all that was asked for. */
export function isRefusal({ status, text }: Answer): boolean {
  if (status >= 400 || !text.startsWith('{')) return status >= 400;
  const { data, errors } = JSON.parse(text) as Body;
  return (
    errors !== undefined &&
    Object.values(data ?? {})
      .flat()
      .every(isBlank)
  );
}

/** A list is none though nothing stands in it. */
const isBlank = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && !('edges' in value) && !isSomething(value));

/** Whether there is anything at all beside the name of a type. */
function isSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isSomething);
  if (typeof value !== 'object' || value === null) return value !== null && value !== undefined;
  const { edges, items } = value as { edges?: unknown[]; items?: unknown[] };
  if (edges ?? items) return (edges ?? items)!.length > 0;
  return Object.entries(value).some(([name, one]) => name !== '__typename' && isSomething(one));
}

/** A whole list tells how many there are by what stands in it: a total beyond that counts rows that are not shown. */
export function countsMore({ status, text }: Answer): boolean {
  if (status >= 300 || !text.startsWith('{')) return false;
  const body = JSON.parse(text) as Body;
  return lists(body.data ?? body).some(
    ({ totalCount, edges, pageInfo }) => totalCount !== null && !pageInfo.hasNextPage && totalCount !== edges.length,
  );
}

type List = { totalCount: number | null; edges: unknown[]; pageInfo: { hasNextPage: boolean } };
const isList = (value: object): value is List => 'totalCount' in value && 'edges' in value && 'pageInfo' in value;
const lists = (value: unknown): List[] =>
  typeof value !== 'object' || value === null
    ? []
    : [...(isList(value) ? [value] : []), ...Object.values(value).flatMap(lists)];
