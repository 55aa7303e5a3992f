import DataLoader from 'dataloader';
import type { z } from 'zod';
import type { Actor } from '../auth/actor.js';
import { grant, type Authenticated } from '../auth/grant.js';
import type { Lists } from '../postgres/lists.js';
import { ListTooLong, WHOLE, type Part } from '../schema/part.js';

/** What resolvers are given besides their arguments. */
export type GraphQLContext = { req: Authenticated & { headers?: { 'accept-language'?: string } } };

type Find<V> = (actor: Actor, keys: readonly string[]) => Promise<Map<string, V>>;
type Loader = DataLoader<string, unknown>;

/** What one request has loaded by one `find`: for each part of lists, and how much of whole lists it was given and refused. */
type Loaded = { loaders: Map<string, Loader>; given: number; refused: number };

const loadedFor = new WeakMap<object, Map<unknown, Loaded>>();

/** Whole lists beyond it are null without an error of their own: they have the same one. */
const NAMED_LISTS = 20;

/**
 * Loads one of many under the rule of `operation`: all keys that the resolvers of one request ask of the same `find` in the
 * same tick go into one call of it, each once. What `find` leaves out is null.
 */
export function batched<V>(
  context: GraphQLContext,
  operation: z.ZodType,
  find: Find<V>,
  key: string,
): Promise<V | null> {
  const actor = grant(context.req, operation);
  const loader = loaderOf(loadedBy(context, find), '', (keys) => find(actor, keys));
  return loader.load(key) as Promise<V | null>;
}

/**
 * The same for the list of one of many: the part of it that is asked for. A list that is asked for whole is refused with
 * LIST_TOO_LONG where it is longer than WHOLE says, or all that one answer has of such lists is, repetitions counted.
 */
export async function listed<V>(
  context: GraphQLContext,
  operation: z.ZodType,
  find: Lists<V>,
  key: string,
  part: Part,
): Promise<readonly V[] | null> {
  const actor = grant(context.req, operation);
  const loaded = loadedBy(context, find);
  const isWhole = part.first === undefined;
  const loader = loaderOf(loaded, JSON.stringify(part), async (keys) => {
    const found = await find(actor, keys, part);
    // PostgreSQL has stopped somewhere: what is short now need not be whole.
    if (isWhole && lengthOf(found) > WHOLE.all) loaded.given = Infinity;
    return found;
  });
  const items = ((await loader.load(key)) ?? []) as readonly V[];
  if (!isWhole) return items;
  loaded.given += items.length;
  if (items.length <= WHOLE.each && loaded.given <= WHOLE.all) return items;
  if (++loaded.refused > NAMED_LISTS) return null;
  throw new ListTooLong();
}

const lengthOf = (found: Map<string, unknown[]>): number =>
  [...found.values()].reduce((sum, items) => sum + items.length, 0);

function loaderOf(
  { loaders }: Loaded,
  part: string,
  load: (keys: readonly string[]) => Promise<Map<string, unknown>>,
): Loader {
  const known = loaders.get(part);
  if (known) return known;
  const loader: Loader = new DataLoader(async (keys: readonly string[]) => {
    const found = await load(keys);
    return keys.map((one) => found.get(one) ?? null);
  });
  loaders.set(part, loader);
  return loader;
}

function loadedBy(context: object, find: unknown): Loaded {
  if (!loadedFor.has(context)) loadedFor.set(context, new Map());
  const finds = loadedFor.get(context)!;
  if (!finds.has(find)) finds.set(find, { loaders: new Map(), given: 0, refused: 0 });
  return finds.get(find)!;
}
