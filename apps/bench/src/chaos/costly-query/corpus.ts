import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pick, seeded } from '@takwin/demo/seeded';
import { ROOT } from '@takwin/deployment/compose';
import { entitiesOf, reachOf } from '@takwin/gateway/graph/cost';
import { isOperation } from '@takwin/gateway/graph/document';
import { LIMITS } from '@takwin/gateway/graph/limits';
import { weigh } from '@takwin/gateway/graph/weight';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';

type Random = () => number;
type Field = GraphQLField<unknown, unknown>;

/** What queries may name: ids and codes that there are, by what they are of. */
export type Named = Readonly<Record<string, readonly string[]>>;

const read = (name: string): string => readFileSync(join(ROOT, 'libs/gateway', name), 'utf8');
export const publicSchema = buildSchema(read('published.graphql'), { assumeValidSDL: true });
const entities = entitiesOf(read('supergraph.graphql'));

/** What a query may bring by the gateway's reckoning; undefined where the gateway refuses it. */
export function legalValues(text: string): number | undefined {
  if (text.length > LIMITS.characters) return undefined;
  const document = parse(text, { maxTokens: LIMITS.tokens });
  const operation = document.definitions.find(isOperation)!;
  const [weight] = weigh(document);
  const { lists, values } = reachOf({ schema: publicSchema, document, operation, variables: {} }, entities);
  const isLegal =
    lists <= LIMITS.lists &&
    values <= LIMITS.values &&
    (['depth', 'fields', 'aliases', 'directives'] as const).every((name) => weight![name] <= LIMITS[name]);
  return isLegal ? values : undefined;
}

/** How often a query is tried to be made larger. */
const TRIES = 8;

/**
 * Legal queries of the public schema, as large as chance has it up to what the gateway allows: each is the largest of some that were
 * made for it. The same seed and names make the same.
 */
export function* corpus(count: number, seed: number, named: Named): Generator<string> {
  const random = seeded(seed);
  for (let made = 0; made < count; made++) {
    let largest: { text: string; values: number } | undefined;
    const tries = 1 + Math.floor(random() * TRIES);
    for (let tried = 0; tried < tries || !largest; tried++) {
      const text = new Draft(random, named).text();
      const values = legalValues(text);
      if (values !== undefined && values > (largest?.values ?? -1)) largest = { text, values };
    }
    yield largest.text;
  }
}

/** One query, drawn field by field. */
class Draft {
  #left: number;
  /** Pages are about as long as this: else nearly all that go deep would be refused. */
  readonly #page: number;

  constructor(
    private readonly random: Random,
    private readonly named: Named,
  ) {
    this.#left = 4 + this.#below(60);
    this.#page = pick(random, [3, 8, 20, 50, 100]);
  }

  text(): string {
    const roots = Object.values(publicSchema.getQueryType()!.getFields());
    const times = this.#below(4) === 0 ? 2 + this.#below(6) : 1;
    const fields = Array.from({ length: times }, (_, index) => {
      const asked = this.#field(pick(this.random, roots), 1, 0);
      return asked && (times === 1 ? asked : `r${index}: ${asked}`);
    });
    return `{ ${fields.filter(Boolean).join(' ') || '__typename'} }`;
  }

  /** Undefined where it needs what nobody can name, or would go too deep. */
  #field(field: Field, depth: number, lists: number): string | undefined {
    const type = getNamedType(field.type);
    const given = this.#arguments(field);
    if (given === undefined) return undefined;
    if (isLeafType(type)) return `${field.name}${given}`;
    if (!isObjectType(type) && !isInterfaceType(type)) return `${field.name}${given} { __typename }`;
    const isList = String(field.type).includes('[');
    if (depth >= LIMITS.depth - 1 || lists + Number(isList) > LIMITS.lists) return undefined;
    return `${field.name}${given} { ${this.#select(type as GraphQLObjectType, depth + 1, lists + Number(isList))} }`;
  }

  #select(type: GraphQLObjectType, depth: number, lists: number): string {
    const fields = Object.values(type.getFields());
    const isPage = type.name.endsWith('Connection') || type.name.endsWith('Edge');
    const wanted = isPage ? fields.filter(({ name }) => /^(edges|node)$/.test(name)) : this.#some(fields);
    const selected = wanted.flatMap((field) => {
      if (!isPage && !isLeafType(getNamedType(field.type)) && this.#left <= 0) return [];
      this.#left--;
      return this.#field(field, depth, lists) ?? [];
    });
    return selected.join(' ') || '__typename';
  }

  #some(fields: readonly Field[]): Field[] {
    const share = 0.15 + this.random() * 0.6;
    return fields.filter(() => this.random() < share);
  }

  #arguments({ name: field, args }: Field): string | undefined {
    const given: string[] = [];
    for (const argument of args) {
      const value = this.#value(argument, field);
      if (value !== undefined) given.push(`${argument.name}: ${value}`);
      else if (isRequiredArgument(argument)) return undefined;
    }
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  #value(argument: GraphQLArgument, field: string): string | undefined {
    const { name } = argument;
    if (name === 'first') return this.#below(6) === 0 ? undefined : String(1 + this.#below(this.#page));
    const ofWhat = name === 'id' || name === 'code' ? field : name.replace(/Id$/, '');
    const known = this.named[ofWhat];
    const isWanted = isRequiredArgument(argument) || name === 'academyId' || name === 'personId';
    if (known && isWanted) return JSON.stringify(pick(this.random, known));
    const type = getNamedType(argument.type);
    if (isEnumType(type) && (isRequiredArgument(argument) || this.#below(4) === 0))
      return pick(this.random, type.getValues()).name;
    return undefined;
  }

  #below(end: number): number {
    return Math.floor(this.random() * end);
  }
}
