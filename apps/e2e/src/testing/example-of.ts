import fc from 'fast-check';

/** A JSON Schema as OpenAPI 3.1 holds it, as far as an example is made of it. */
export type Schema = {
  $ref?: string;
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  type?: string | string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
};

const FORMATS: Record<string, string> = {
  uuid: '0198c5a0-7c3e-7b1a-9c2d-5f6e7a8b9c0d',
  date: '2027-03-01',
  'date-time': '2027-03-01T09:00:00Z',
  time: '09:00',
  uri: 'https://example.org/',
  email: 'somebody@example.org',
};

/** A value that a schema allows, with all that it requires and no more: the same for the same schema. */
export function exampleOf(schema: Schema, components: Record<string, Schema>): unknown {
  const inner = (part: Schema): unknown => exampleOf(part, components);
  if (schema.$ref) return inner(components[schema.$ref.split('/').at(-1)!]!);
  const given = [schema.const, schema.example, schema.examples?.[0], schema.enum?.[0], schema.default];
  const known = given.find((value) => value !== undefined);
  if (known !== undefined) return known;
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(inner));
  const branch = (schema.anyOf ?? schema.oneOf)?.[0];
  if (branch) return inner(branch);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object': {
      const named = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name));
      return Object.fromEntries(named.map(([name, part]) => [name, inner(part)]));
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => inner(schema.items ?? {}));
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textOf(schema);
  }
}

function textOf({ format, pattern, minLength = 1 }: Schema): string {
  const known = FORMATS[format ?? ''];
  if (known !== undefined) return known;
  if (pattern === undefined) return 'x'.repeat(minLength);
  return fc.sample(fc.stringMatching(new RegExp(pattern)), { seed: 1, numRuns: 1 })[0]!;
}
