import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { ruleOf } from '../schema/schema.js';

export type OpenApiPart = Record<string, unknown>;

// What a format comes to at most, in characters; it says by itself what zod's pattern for it says.
const FORMATS: Record<string, number> = { uuid: 36, date: 10, 'date-time': 40 };
const INT32 = 2 ** 31;

/** A schema as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is; its named parts go into `schemas`. */
export function partsOf(
  zod: z.ZodType,
  schemas: Record<string, OpenApiPart>,
): { id: string; own: OpenApiPart; schema: OpenApiPart } {
  const {
    $schema: _,
    $defs = {},
    ...root
  } = z.toJSONSchema(zod, { io: 'input' }) as OpenApiPart & { $defs?: OpenApiPart };
  const text = JSON.stringify({ root, $defs }).replaceAll('#/$defs/', '#/components/schemas/');
  const raw = JSON.parse(text) as { root: OpenApiPart; $defs: Record<string, OpenApiPart> };
  const { root: schema, $defs: parts } = told(raw, raw.$defs) as typeof raw;
  const id = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1)! : '';
  const isOperation = ruleOf(zod) !== undefined;
  for (const [name, part] of Object.entries(parts)) {
    if (isOperation && name === id) continue;
    const before = schemas[name];
    schemas[name] = withoutId(part);
    if (before && !isDeepStrictEqual(before, schemas[name])) throw new Error(`${name} is the name of two shapes`);
  }
  return { id, own: parts[id] ?? schema, schema };
}

function withoutId({ id: _, ...part }: OpenApiPart): OpenApiPart {
  return part;
}

/** Tells of numbers and formats what generators of clients ask for, and nothing twice. */
function told(value: unknown, parts: Record<string, OpenApiPart>): unknown {
  if (Array.isArray(value)) return value.map((item) => told(item, parts));
  if (typeof value !== 'object' || value === null) return value;
  const json = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, told(inner, parts)]),
  ) as OpenApiPart;
  if (Array.isArray(json.anyOf)) return alternatives(json, parts);
  if (json.type === 'integer') return { format: isShort(json) ? 'int32' : 'int64', ...json };
  const longest = json.type === 'string' ? FORMATS[String(json.format)] : undefined;
  if (longest === undefined) return json;
  const { pattern: _, ...rest } = json;
  return { maxLength: longest, ...rest };
}

const isShort = ({ minimum, maximum }: OpenApiPart): boolean => Number(minimum) >= -INT32 && Number(maximum) < INT32;

/** Alternatives, each once: two kinds of ids are one on the wire. */
function alternatives({ anyOf, ...json }: OpenApiPart, parts: Record<string, OpenApiPart>): OpenApiPart {
  const shapes = (anyOf as OpenApiPart[]).map((shape) => withoutId(partOf(shape, parts)));
  if (shapes.some((shape) => !isDeepStrictEqual(shape, shapes[0]))) return { ...json, anyOf };
  return { ...(told(shapes[0], parts) as OpenApiPart), ...json };
}

const partOf = (shape: OpenApiPart, parts: Record<string, OpenApiPart>): OpenApiPart =>
  typeof shape.$ref === 'string' ? parts[shape.$ref.split('/').at(-1)!]! : shape;
