import { pick } from '@takwin/demo/seeded';
import { randomUUID } from 'node:crypto';
import { NAMED } from '../matrix/asks.js';
import { type Fixed, PLACES, type World } from '../matrix/world.js';
import type { FuzzRequest } from './request.js';

type Random = () => number;

/** What ids of documents are called where it is not `Id`: the last part of a schema's or a field's name before it. */
const ALSO: Readonly<Record<string, string>> = {
  exam: 'exam',
  lot: 'stock',
  course: 'course',
  proctors: 'person',
  personIds: 'person',
  persons: 'person',
  proctorIds: 'person',
  taughtBy: 'person',
  sittings: 'sitting',
};

/** The ids of what was planted, by what they are of: those that requests name, so that some find what they ask for. */
export class Known {
  readonly #ids = new Map<string, string[]>();
  /** Each id by what stands for it where a request is kept, since no two houses give the same ids. */
  readonly #kept = new Map<string, string>();

  constructor(world: World, { paths }: Pick<Fixed, 'paths'>) {
    for (const kind of new Set(world.rows.map((row) => row.kind)))
      for (const place of PLACES)
        world.rows
          .filter((row) => row.kind === kind && row.place.name === place)
          .forEach(({ id }, index) => this.#add(kind, id, `${place}.${kind}.${index}`));
    this.#add('course', paths['/v1/courses/{id}']!, 'course');
    this.#add('certification', paths['/v1/catalogued-certifications/{id}']!, 'certification');
  }

  #add(kind: string, id: string, name: string): void {
    this.#ids.set(kind, [...(this.#ids.get(kind) ?? []), id]);
    if (!this.#kept.has(id)) this.#kept.set(id, `{{${name}}}`);
  }

  /** An id for what is called so, mostly one that fits; undefined where nothing planted is called so. */
  id(random: Random, name: string): string | undefined {
    const bare = name.replace(/Ids?$/, '');
    // A name may be one that every object has.
    const kinds = { ...NAMED, ...ALSO };
    const kind = [name, `${bare}Id`].flatMap((one) => (Object.hasOwn(kinds, one) ? kinds[one]! : [])).at(0) ?? bare;
    const lower = kind.charAt(0).toLowerCase() + kind.slice(1);
    const ids = this.#ids.get(lower);
    if (!ids) return undefined;
    const dice = random();
    if (dice < 0.85) return pick(random, ids);
    return dice < 0.95 ? pick(random, [...this.#ids.values()].flat()) : randomUUID();
  }

  /** What stands in a path after this part of it. */
  inPath(random: Random, part: string): string | undefined {
    return this.id(random, Object.hasOwn(NAMED, part) ? NAMED[part]! : part.replace(/s$/, ''));
  }

  /** A request as it can be kept for other houses. */
  kept(text: string): string {
    let said = text;
    for (const [id, name] of this.#kept) said = said.replaceAll(id, name);
    return said;
  }

  /** And as it is asked of this one. */
  ofKept(text: string): string {
    let said = text;
    for (const [id, name] of this.#kept) said = said.replaceAll(name, id);
    return said;
  }
}

export type Kept = Omit<FuzzRequest, 'body' | 'wire'> & { body?: string; wire?: string };

// Bytes as letters of Latin-1: most are text, and a person sees what it is.
const textOf = (bytes: Buffer | undefined): string | undefined => bytes?.toString('latin1');
const bytesOf = (text: string | undefined): Buffer | undefined =>
  text === undefined ? undefined : Buffer.from(text, 'latin1');

export function keptOf(request: FuzzRequest, known: Known): Kept {
  const { body, wire, ...rest } = request;
  const { authorization: _token, ...headers } = rest.headers;
  const kept = { ...rest, headers, body: textOf(body), wire: textOf(wire) };
  return JSON.parse(known.kept(JSON.stringify(kept))) as Kept;
}

export function requestOf(kept: Kept, known: Known): FuzzRequest {
  const { body, wire, ...rest } = JSON.parse(known.ofKept(JSON.stringify(kept))) as Kept;
  const [sent, bytes] = [bytesOf(body), bytesOf(wire)];
  return { ...rest, ...(sent && { body: sent }), ...(bytes && { wire: bytes }) };
}
