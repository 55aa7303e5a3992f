import { randomUUID } from 'node:crypto';
import { pick } from '@takwin/demo/seeded';
import fc from 'fast-check';
import type { Known } from './known.js';
import { oddValue, poisoned } from './oddities.js';

type Random = () => number;

/** JSON Schema as the documents of OpenAPI 3.1 have it. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  examples?: unknown[];
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
};

type Holder = Record<string | number, unknown>;
/** Where a value stands, and what is said of it. */
type Spot = { holder: Holder; key: string | number; schema: Schema };

const DAY = 86_400_000;
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Samples of a regular expression, drawn once: a new one takes milliseconds. */
const samples = new Map<string, string[]>();
function sampleOf(pattern: string, random: Random): string {
  let drawn = samples.get(pattern);
  if (!drawn) {
    try {
      drawn = fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { seed: 1, numRuns: 12 });
    } catch {
      // Not every expression can be drawn from: a look ahead cannot.
      drawn = ['A1'];
    }
    samples.set(pattern, drawn);
  }
  return pick(random, drawn);
}

/** Values that a document's schemas take, and the same with something done to them. */
export class Values {
  constructor(
    private readonly schemas: Readonly<Record<string, Schema>>,
    private readonly known: Known,
    private readonly random: Random,
  ) {}

  /** With `$ref` looked up; what stands beside it goes before. */
  resolved(schema: Schema): Schema {
    if (!schema.$ref) return schema;
    const { $ref, ...beside } = schema;
    return { ...this.resolved(this.schemas[$ref.split('/').at(-1)!] ?? {}), ...beside };
  }

  /** A value that the schema takes, as far as a schema tells. */
  valid(schema: Schema, name: string): unknown {
    const root: Holder = {};
    this.#put(root, 'value', schema, name, [], 0);
    return root.value;
  }

  /** A value with one to three things done to it, and which. */
  faulty(schema: Schema, name: string): { value: unknown; done: string } {
    const [root, spots]: [Holder, Spot[]] = [{}, []];
    this.#put(root, 'value', schema, name, spots, 0);
    const times = this.random() < 0.7 ? 1 : 1 + this.#below(3);
    const done = Array.from({ length: times }, () => this.#harm(pick(this.random, spots)));
    return { value: root.value, done: done.join('+') };
  }

  #put(holder: Holder, key: string | number, given: Schema, name: string, spots: Spot[], depth: number): void {
    const schema = this.resolved(given);
    spots.push({ holder, key, schema });
    const put = (value: unknown): void => void Object.defineProperty(holder, key, ofOwn(value));
    const variants = schema.anyOf ?? schema.oneOf;
    if (variants && !schema.properties)
      return this.#put(holder, key, pick(this.random, variants), refName(given) ?? name, spots, depth);
    const type = Array.isArray(schema.type) ? pick(this.random, schema.type) : schema.type;
    if (type === 'object' && schema.properties) {
      const made: Holder = {};
      put(made);
      for (const [property, one] of Object.entries(schema.properties)) {
        const isWanted = schema.required?.includes(property) ?? false;
        if (isWanted || this.random() < (depth > 3 ? 0.1 : 0.4))
          this.#put(made, property, one, property, spots, depth + 1);
      }
      return;
    }
    if (type === 'array') {
      const made: unknown[] = [];
      put(made);
      const length = Math.min(schema.maxItems ?? 9, Math.max(schema.minItems ?? 0, 1 + this.#below(2)));
      for (let index = 0; index < length; index++)
        this.#put(
          made as unknown as Holder,
          index,
          schema.items ?? {},
          refName(schema.items) ?? name,
          spots,
          depth + 1,
        );
      return;
    }
    put(this.#leaf(schema, type, refName(given) ?? name));
  }

  #leaf(schema: Schema, type: string | undefined, name: string): unknown {
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return pick(this.random, schema.enum);
    if (type === 'string' || type === undefined) return this.#text(schema, name);
    if (type === 'boolean') return this.random() < 0.5;
    if (type === 'null') return null;
    if (type === 'integer' || type === 'number') {
      const least = schema.minimum ?? 0;
      const most = Math.min(schema.maximum ?? 100, least + 50);
      return least + this.#below(Math.max(1, most - least + 1));
    }
    return {};
  }

  #text(schema: Schema, name: string): string {
    const id = schema.enum ? undefined : this.known.id(this.random, name);
    if (id !== undefined && (schema.format === 'uuid' || !schema.format)) return id;
    if (schema.format === 'uuid') return randomUUID();
    const ahead = (this.#below(400) - 60) * DAY;
    if (schema.format === 'date') return dayOf(Date.now() + ahead);
    if (schema.format === 'date-time') return new Date(Date.now() + ahead).toISOString();
    const { examples } = schema;
    if (examples?.length && this.random() < 0.8) return String(pick(this.random, examples));
    if (schema.pattern) return sampleOf(schema.pattern, this.random);
    return 'Zq'.padEnd(Math.min(schema.minLength ?? 2, 200), 'x');
  }

  /** Does something to what stands there; says what. */
  #harm({ holder, key, schema }: Spot): string {
    const put = (value: unknown): void => {
      if (Object.hasOwn(holder, key)) Object.defineProperty(holder, key, ofOwn(value));
    };
    const dice = this.random();
    if (dice < 0.12 && key !== 'value') {
      delete holder[key];
      return `without ${key}`;
    }
    if (dice < 0.2) {
      const strange = typeof holder[key] === 'object' && holder[key] !== null && !Array.isArray(holder[key]);
      if (strange) Object.assign(holder[key] as object, { zqUnknown: 1 });
      put(strange ? joined(holder[key] as object, poisoned(this.random)) : poisoned(this.random));
      return `prototype in ${key}`;
    }
    if (dice < 0.45) {
      put(this.#bound(schema));
      return `bound of ${key}`;
    }
    put(oddValue(this.random));
    return `odd ${key}`;
  }

  /** A value at a bound of the schema, or just beyond it. */
  #bound(schema: Schema): unknown {
    const { minLength = 0, maxLength = 200, minimum = 0, maximum = 2 ** 31 - 1, maxItems, format } = schema;
    if (schema.enum) return pick(this.random, [...schema.enum, String(schema.enum[0]).toUpperCase(), '']);
    if (maxItems !== undefined && schema.items) {
      const one = this.valid(schema.items, refName(schema.items) ?? 'item');
      return Array.from({ length: pick(this.random, [0, maxItems, maxItems + 1]) }, () => one);
    }
    if (schema.type === 'integer' || schema.type === 'number')
      return pick(this.random, [minimum, minimum - 1, maximum, maximum + 1, minimum + 0.5, -minimum, String(minimum)]);
    if (format === 'date')
      return pick(this.random, ['0001-01-01', '9999-12-31', '1900-01-01', '2100-01-01', '2024-02-29']);
    if (format === 'date-time')
      return pick(this.random, [
        '0001-01-01T00:00:00Z',
        '9999-12-31T23:59:59Z',
        '1900-01-01T00:00:00Z',
        '2026-10-25T02:30:00+01:00',
      ]);
    const lengths = [minLength, Math.max(0, minLength - 1), maxLength, maxLength + 1];
    return pick(this.random, ['a', 'é', '\u0645', '😀', '0']).repeat(pick(this.random, lengths));
  }

  #below(end: number): number {
    return Math.floor(this.random() * end);
  }
}

// By its own name even where that is __proto__.
const ofOwn = (value: unknown): PropertyDescriptor => ({ value, enumerable: true, writable: true, configurable: true });
const joined = (one: object, other: object): object =>
  Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(one), ...Object.getOwnPropertyDescriptors(other) });
const refName = (schema: Schema | undefined): string | undefined =>
  schema?.$ref
    ?.split('/')
    .at(-1)
    ?.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
