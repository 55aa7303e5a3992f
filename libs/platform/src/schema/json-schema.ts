import { z } from 'zod';
import type { MEANINGS } from './code-list.js';

export type Json = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: string[];
  const?: unknown;
  items?: Json;
  anyOf?: Json[];
  properties?: Record<string, Json>;
  required?: string[];
  description?: string;
  deprecated?: boolean;
  default?: unknown;
  [MEANINGS]?: string[];
};
export type Named = { id: string; json: Json; defs: Record<string, Json> };

const known = new WeakMap<z.ZodType, Named>();

/** The wire side of a named schema as JSON Schema 2020-12, with its named parts beside it. */
export function jsonSchema(schema: z.ZodType): Named {
  const before = known.get(schema);
  if (before) return before;
  const { $ref, $defs = {} } = z.toJSONSchema(schema, { io: 'input' }) as {
    $ref?: string;
    $defs?: Record<string, Json>;
  };
  const id = $ref?.split('/').at(-1);
  if (!id) throw new Error('a schema that is shown needs a name: .meta({ id })');
  const named = { id, json: $defs[id]!, defs: $defs };
  known.set(schema, named);
  return named;
}
