import DataLoader from 'dataloader';
import type { z } from 'zod';
import type { Actor } from '../auth/actor.js';
import { grant, type Known } from '../auth/grant.js';

/** What resolvers are given besides their arguments. */
export type GraphQLContext = { req: Known };

type Find<V> = (actor: Actor, keys: readonly string[]) => Promise<Map<string, V>>;

const loadersOf = new WeakMap<object, Map<unknown, DataLoader<string, unknown>>>();

/**
 * Loads one of many under the rule of `operation`: all keys that the resolvers of one request ask of the same `find` in the
 * same tick go into one call of it, each once. What `find` leaves out is null.
 */
export async function batched<V>(
  context: GraphQLContext,
  operation: z.ZodType,
  find: Find<V>,
  key: string,
): Promise<V | null> {
  const actor = grant(context.req, operation);
  if (!loadersOf.has(context)) loadersOf.set(context, new Map());
  const loaders = loadersOf.get(context)!;
  if (!loaders.has(find)) {
    const load = async (keys: readonly string[]) => {
      const found = await find(actor, keys);
      return keys.map((one) => found.get(one) ?? null);
    };
    loaders.set(find, new DataLoader<string, V | null>(load));
  }
  return (loaders.get(find) as DataLoader<string, V | null>).load(key);
}
