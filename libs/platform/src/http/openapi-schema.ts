import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { wordsOfField, wordsOfInput } from '../graphql/words.js';
import { MEANINGS } from '../schema/code-list.js';
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
    const wordsOf = (of: string, field: string) =>
      isOperation ? wordsOfInput(`${of}Input`, field) : wordsOfField(of, field);
    schemas[name] = listed(inWords(withoutId(part), name, parts, wordsOf));
    if (before && !isDeepStrictEqual(before, schemas[name])) throw new Error(`${name} is the name of two shapes`);
  }
  const own = parts[id] ?? schema;
  return { id, own: isOperation ? inWords(own, id, parts, wordsOfInput) : own, schema };
}

/**
 * What each field of an object holds, in words, also within the objects that lie in it: its own, else those of the part that it is,
 * else those that its name has in the graph.
 */
function inWords(
  part: OpenApiPart,
  name: string,
  parts: Record<string, OpenApiPart>,
  wordsOf: (type: string, field: string) => string | undefined,
): OpenApiPart {
  const inner = part.items as OpenApiPart | undefined;
  if (!part.properties) return inner ? { ...part, items: inWords(inner, name, parts, wordsOf) } : part;
  const fields = Object.entries(part.properties as Record<string, OpenApiPart>).map(([field, schema]) => {
    const path = `${name}${field[0]!.toUpperCase()}${field.slice(1)}`;
    const description = saidOf(schema, parts) ?? wordsOf(name, field);
    return [field, { ...inWords(schema, path, parts, wordsOf), ...(description && { description }) }];
  });
  return { ...part, properties: Object.fromEntries(fields) as OpenApiPart };
}

/** What a field says of itself, or the one part that it is, null or not. */
function saidOf({ description, $ref, anyOf }: OpenApiPart, parts: Record<string, OpenApiPart>): unknown {
  const some = (anyOf as OpenApiPart[] | undefined)?.filter(({ type }) => type !== 'null');
  const [only] = some?.length === 1 ? some : [];
  if (description ?? !($ref ?? only)) return description;
  return saidOf(only ?? partOf({ $ref }, parts), parts);
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

/** What a list of codes is about, and what each of them means. */
function listed(part: OpenApiPart): OpenApiPart {
  const { description, [MEANINGS]: meanings, enum: codes } = part as { [name: string]: string[] };
  if (!meanings) return part;
  const each = meanings.map((meaning, place) => `- \`${codes![place]}\`: ${meaning}`);
  return { ...part, description: [`${description}:`, ...each].join('\n') };
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
