import type { z } from 'zod';
import { parse } from '../errors/refusal.js';
import { jsonSchema, type Json } from './json-schema.js';

type Tree = { [key: string]: unknown };

/** Reads text cells as a command: `venue.city` nests, an empty cell is absent, lists part at `|`. */
export function parseRow<S extends z.ZodType>(schema: S, row: Record<string, string | undefined>): z.output<S> {
  const { json, defs } = jsonSchema(schema);
  const input: Tree = {};
  for (const [column, cell] of Object.entries(row)) if (cell) put(input, column.split('.'), cell, json, defs);
  return parse(schema, input);
}

function put(into: Tree, [key, ...rest]: string[], cell: string, json: Json, defs: Record<string, Json>): void {
  if (key === undefined) return;
  const part = dereference(json.properties?.[key] ?? {}, defs);
  if (rest.length > 0) put((into[key] ??= {}) as Tree, rest, cell, part, defs);
  else if (part.type === 'array')
    into[key] = cell.split('|').map((one) => valueOf(one, dereference(part.items ?? {}, defs)));
  else into[key] = valueOf(cell, part);
}

function dereference(json: Json, defs: Record<string, Json>): Json {
  const some = json.anyOf?.find((one) => one.type !== 'null') ?? json;
  return some.$ref ? dereference(defs[some.$ref.split('/').at(-1)!]!, defs) : some;
}

// What is no number stays text, so that the schema names the fault.
function valueOf(cell: string, { type }: Json): unknown {
  const types = [type].flat();
  if (types.some((one) => one === 'integer' || one === 'number') && Number.isFinite(Number(cell))) return Number(cell);
  return types.includes('boolean') && (cell === 'true' || cell === 'false') ? cell === 'true' : cell;
}
