import { z } from 'zod';
import { breaks, type Shape } from './compatibility.js';
import type { Published } from './published.js';

/** What one service says of one kind of subject, as published.json keeps it. */
type PublishedSchema = { types: readonly string[]; state: Shape };

/** By `log/subject`. */
export type PublishedSchemas = Readonly<Record<string, PublishedSchema>>;

/** The contracts as JSON Schemas, whole in themselves: what published.json records of them. */
export function schemasOf(kinds: readonly Published[]): PublishedSchemas {
  const named = kinds.map(({ log, subject, types, state }): [string, PublishedSchema] => [
    `${log}/${subject}`,
    { types: [...types].sort(), state: shapeOf(state) },
  ]);
  return Object.fromEntries(named.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * What followers of the logs would lose: kinds of subject and types of event that are gone, and what `breaks` says of
 * their states. One sentence for each, beginning with `log/subject`.
 */
export function brokenPromises(before: PublishedSchemas, after: PublishedSchemas): string[] {
  return Object.entries(before).flatMap(([kind, was]) => {
    const is = after[kind];
    if (!is) return [`${kind} is no longer published`];
    const gone = was.types.filter((type) => !is.types.includes(type));
    return [
      ...gone.map((type) => `${kind}: ${type} is no longer published`),
      ...breaks(was.state, is.state).map((what) => `${kind}: ${what}`),
    ];
  });
}

// An empty registry, so that ids of schemas become no references: the record reads and compares by itself.
function shapeOf(state: z.ZodObject): Shape {
  const { $schema: _, ...shape } = z.toJSONSchema(state, { metadata: z.registry() });
  return shape as Shape;
}
