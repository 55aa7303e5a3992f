import type { z } from 'zod';
import { jsonSchema, type Json, type Named } from '../schema/json-schema.js';
import { resolve } from './types.js';

/**
 * What is said in a document, without the nulls that the schema does not take: GraphQL has one kind of field that may be left
 * out, and it is one that may be null. A null that the schema takes stays, as it says something.
 */
export function withoutNulls(schema: z.ZodType, value: unknown): unknown {
  const { json, defs } = jsonSchema(schema);
  return stripped(json, defs, value);
}

function stripped({ properties, items }: Json, defs: Named['defs'], value: unknown): unknown {
  const within = (part: Json, one: unknown) => stripped(resolve(part, defs).json, defs, one);
  if (Array.isArray(value)) return items ? value.map((one) => within(items, one)) : value;
  if (!properties || typeof value !== 'object' || value === null) return value;
  const said = Object.entries(value).filter(
    ([name, one]) => one !== null || !properties[name] || resolve(properties[name], defs).nullable,
  );
  return Object.fromEntries(said.map(([name, one]) => [name, properties[name] ? within(properties[name], one) : one]));
}
