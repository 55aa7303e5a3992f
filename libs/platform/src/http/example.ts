import { stableId } from '../schema/stable-id.js';
import type { OpenApiPart } from './openapi-schema.js';

const BY_FORMAT: Record<string, string> = {
  date: '2026-11-16',
  'date-time': '2026-11-16T09:00:00.000Z',
  uri: 'https://example.org/',
};
/** Of a field that ends something, or begins what is to come: an example has to be one for as long as the convention lasts. */
const ENDS: Record<string, string> = { date: '2028-12-14', 'date-time': '2028-12-14T09:00:00.000Z' };
const IS_TO_COME = /^(?:latest|endsOn|expiresOn|validFrom)$/;
const NUMBER = 12;

/** Examples made of schemas: what a schema says itself (`.meta({ examples })`), else the plainest value that it takes. */
export class Examples {
  readonly #said = new Map<string, unknown>();

  constructor(private readonly parts: Readonly<Record<string, OpenApiPart>>) {}

  /** Learns what fields of a schema say of themselves: fields of the same name elsewhere are shown with it. */
  learn(schema: unknown): void {
    if (typeof schema !== 'object' || schema === null) return;
    const { properties = {} } = schema as { properties?: Record<string, OpenApiPart> };
    for (const [name, field] of Object.entries(properties)) {
      const [first] = (this.#partOf(field).examples as unknown[] | undefined) ?? [];
      if (typeof first === 'string' && !this.#said.has(name)) this.#said.set(name, first);
    }
    Object.values(schema).forEach((inner) => this.learn(inner));
  }

  /** What a caller says: what has to be said, and of the rest what is named; all of it where nothing has to be. */
  said(schema: OpenApiPart, shown: readonly string[] = []): unknown {
    const required = [...((schema.required as string[] | undefined) ?? []), ...shown];
    const all = Object.keys((schema.properties ?? {}) as OpenApiPart);
    return this.#object(schema, required.length > 0 ? required : all, '');
  }

  /** What is answered: each field, and null where there may be nothing. */
  of(schema: OpenApiPart, name = ''): unknown {
    const [first] = (schema.examples ?? schema.enum ?? []) as unknown[];
    if (first !== undefined) return first;
    if (typeof schema.$ref === 'string') {
      const part = this.#partOf(schema);
      return this.of(part, part.type === 'string' && name ? name : schema.$ref.split('/').at(-1));
    }
    if (schema.const !== undefined) return schema.const;
    if (schema.default !== undefined) return schema.default;
    const some = schema.anyOf as OpenApiPart[] | undefined;
    if (some) return some.some(({ type }) => type === 'null') ? null : this.of(some[0]!, name);
    if (Array.isArray(schema.type)) return null;
    if (schema.type === 'object')
      return this.#object(schema, Object.keys((schema.properties ?? {}) as OpenApiPart), name);
    if (schema.type === 'array') return [this.of(schema.items as OpenApiPart, name.replace(/s$/, ''))];
    if (schema.type === 'string') return this.#text(schema, name);
    if (schema.type === 'boolean') return true;
    if (schema.type === 'integer' || schema.type === 'number') return within(schema);
    return {};
  }

  #object({ properties = {} }: OpenApiPart, names: readonly string[], owner: string): OpenApiPart {
    const fields = properties as Record<string, OpenApiPart>;
    const nameOf = (name: string): string => (name === 'id' && fields.id!.format === 'uuid' ? `${owner}Id` : name);
    return Object.fromEntries(names.map((name) => [name, this.of(fields[name]!, nameOf(name))]));
  }

  #partOf(schema: OpenApiPart | undefined): OpenApiPart {
    const { $ref } = (schema ?? {}) as { $ref?: unknown };
    return (typeof $ref === 'string' ? this.parts[$ref.split('/').at(-1)!] : schema) ?? {};
  }

  #text({ format, pattern, minLength = 0, maxLength = Infinity }: OpenApiPart, name: string): string {
    if (format === 'uuid') return stableId('example', `${name[0]?.toLowerCase()}${name.slice(1)}`);
    const known = (IS_TO_COME.test(name) && ENDS[String(format)]) || BY_FORMAT[String(format)];
    if (known) return known;
    const text = String(this.#said.get(name) ?? wordsOf(name));
    const fits = text.length >= Number(minLength) && text.length <= Number(maxLength);
    if (!fits || (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(text)))
      throw new Error(`${name}: no example comes to mind, say one: .meta({ examples: [...] })`);
    return text;
  }
}

/** `recordedBy` as words: recorded by. */
const wordsOf = (name: string): string => name.replaceAll(/(?=[A-Z])/g, ' ').toLowerCase();

const within = ({ minimum, maximum }: OpenApiPart): number =>
  Math.min(Math.max(NUMBER, Number(minimum ?? NUMBER)), Number(maximum ?? NUMBER));
