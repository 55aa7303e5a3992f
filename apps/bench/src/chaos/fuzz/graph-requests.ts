import { pick } from '@takwin/demo/seeded';
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  isInterfaceType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { brokenBody, jsonBody, oversized, type Body } from './broken-bytes.js';
import { harmedText, TRICKS } from './graph-texts.js';
import type { Known } from './known.js';
import { oddText, oddValue, poisoned } from './oddities.js';
import type { Door, FuzzRequest } from './request.js';
import { Values, type Schema } from './values.js';

type Random = () => number;
type Field = GraphQLField<unknown, unknown>;
type Asked = { text: string; variables: Record<string, unknown>; name: string };

/** Requests to one graph, made from the schema that it tells. */
export class GraphRequests {
  readonly #fields: readonly { root: 'query' | 'mutation'; field: Field }[];
  readonly #entities: readonly GraphQLNamedType[];

  constructor(
    private readonly door: Door,
    schema: GraphQLSchema,
    /** What the documents of REST say of a name, which the graph has too. */
    private readonly named: ReadonlyMap<string, Schema>,
    private readonly schemas: Readonly<Record<string, Schema>>,
    private readonly known: Known,
    private readonly callers: readonly string[],
  ) {
    const of = (root: 'query' | 'mutation') =>
      Object.values((root === 'query' ? schema.getQueryType() : schema.getMutationType())?.getFields() ?? {})
        .filter(({ name }) => !name.startsWith('_'))
        .map((field) => ({ root, field }));
    this.#fields = [...of('query'), ...of('mutation')];
    const union = schema.getType('_Entity');
    this.#entities = isUnionType(union) ? union.getTypes() : [];
  }

  get operations(): string[] {
    return this.#fields.map(({ field }) => field.name);
  }

  draw(random: Random, turn: number): FuzzRequest {
    const dice = random();
    const { asked, done } =
      this.#entities.length > 0 && dice < 0.25 ? this.#entity(random) : this.#operation(random, turn);
    const { method, path, body, headers, how } = this.#sent(asked, random);
    return {
      ...{ door: this.door, kind: 'graph', as: random() < 0.5 ? 'programme-admin' : pick(random, this.callers) },
      about: `${asked.name}: ${[...done, how].filter(Boolean).join(', ') || 'as it should be'}`,
      ...{ method, path, headers },
      ...(body && { body }),
    };
  }

  #operation(random: Random, turn: number): { asked: Asked; done: string[] } {
    const { root, field } = this.#fields[turn % this.#fields.length]!;
    const done: string[] = [];
    const part = pick(random, ['nothing', 'variables', 'variables', 'variables', 'text', 'trick'] as const);
    const given = field.args.filter((one) => isRequiredArgument(one) || one.name === 'first' || random() < 0.3);
    const spots: Spot[] = [];
    const variables: Record<string, unknown> = {};
    for (const { name, type } of given) {
      variables[name] = name === 'first' ? 1 + Math.floor(random() * 5) : this.#value(type, name, random, 0, spots);
      spots.push({ holder: variables, key: name });
    }
    if (part === 'variables' && spots.length > 0) done.push(this.#harm(pick(random, spots), random));
    const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
    const selected = this.#select(getNamedType(field.type), random, random() < 0.2 ? 2 : 1);
    const right = `${root}${declared && ` (${declared})`} { ${field.name}${passed && `(${passed})`} ${selected} }`;
    if (part === 'text') {
      const { text, how } = harmedText(right, random);
      return { asked: { text, variables, name: field.name }, done: [how] };
    }
    if (part === 'trick') {
      const { text, how } = pick(random, TRICKS)({ field: field.name, selected, right, random });
      return { asked: { text, variables, name: field.name }, done: [how] };
    }
    return { asked: { text: right, variables, name: field.name }, done };
  }

  /** What a service is asked of entities: that there are, that there are not, and what is no representation. */
  #entity(random: Random): { asked: Asked; done: string[] } {
    const type = pick(random, this.#entities);
    const name = type.name.charAt(0).toLowerCase() + type.name.slice(1);
    const one = (): unknown => ({ __typename: type.name, id: this.known.id(random, name) ?? 'MO-200', code: 'MO-200' });
    const done: string[] = [];
    let of: unknown = Array.from({ length: 1 + Math.floor(random() * 3) }, one);
    if (random() < 0.7) {
      const strange: readonly (() => unknown)[] = [
        () => [{ ...(one() as object), id: oddValue(random) }],
        () => [{ ...(one() as object), __typename: oddValue(random) }],
        () => [{ __typename: type.name }],
        () => [{ id: 'x' }],
        () => [oddValue(random)],
        () => oddValue(random),
        () => [poisoned(random)],
        () => Array.from({ length: 500 }, one),
        () => [
          {
            ...(one() as object),
            ...Object.fromEntries(['zq', 'code', 'asked'].map((key) => [key, oddValue(random)])),
          },
        ],
        () => [
          {
            ...(one() as object),
            asked: pick(random, [
              '{',
              'null',
              '[]',
              '{"first":1e9}',
              '{"kind":"results","first":-1}',
              '{"__proto__":{}}',
            ]),
          },
        ],
        () => [
          { __typename: pick(random, ['Query', '_Entity', '__Schema', 'String', 'Mutation', 'constructor']), id: 'x' },
        ],
      ];
      of = pick(random, strange)();
      done.push('odd representations');
    }
    const text = `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on ${type.name} ${this.#select(type, random, 1)} } }`;
    return { asked: { text, variables: { of }, name: `_entities ${type.name}` }, done };
  }

  #value(given: GraphQLInputType, name: string, random: Random, depth: number, spots: Spot[]): unknown {
    const type = getNullableType(given);
    if (isListType(type)) {
      const made: unknown[] = [];
      for (let index = 0; index <= Math.floor(random() * 2); index++) {
        made.push(this.#value(type.ofType as GraphQLInputType, name, random, depth + 1, spots));
        spots.push({ holder: made as never, key: index });
      }
      return made;
    }
    if (isInputObjectType(type)) {
      const made: Record<string, unknown> = {};
      for (const field of Object.values(type.getFields())) {
        if (!isRequiredInputField(field) && random() > (depth > 3 ? 0.1 : 0.4)) continue;
        made[field.name] = this.#value(field.type, field.name, random, depth + 1, spots);
        spots.push({ holder: made, key: field.name });
      }
      return made;
    }
    if (isEnumType(type)) return pick(random, type.getValues()).name;
    const named = getNamedType(type).name;
    const schema = this.named.get(name);
    const said = schema && new Values(this.schemas, this.known, random).valid(schema, name);
    if (named === 'Boolean') return random() < 0.5;
    if (named === 'Int' || named === 'Float') return typeof said === 'number' ? said : Math.floor(random() * 40);
    if (typeof said === 'string') return said;
    return this.known.id(random, name) ?? 'Zq';
  }

  #harm({ holder, key }: Spot, random: Random): string {
    const dice = random();
    if (dice < 0.15) {
      delete holder[key];
      return `without ${key}`;
    }
    const schema = this.named.get(String(key));
    if (dice < 0.45 && schema) {
      const { value, done } = new Values(this.schemas, this.known, random).faulty(schema, String(key));
      holder[key] = value;
      return done;
    }
    holder[key] = dice < 0.55 ? poisoned(random) : oddValue(random);
    return `odd ${key}`;
  }

  #select(type: GraphQLNamedType, random: Random, depth: number): string {
    if (isLeafType(type)) return '';
    if (!isObjectType(type) && !isInterfaceType(type)) return '{ __typename }';
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const of = getNamedType(field.type);
      const isPage = /^(edges|node)$/.test(field.name);
      if (field.args.some(isRequiredArgument) || (!isPage && random() < 0.3)) return [];
      if (isLeafType(of)) return [field.name];
      if (depth <= 0 && !isPage) return [];
      const first = field.args.some(({ name }) => name === 'first') ? '(first: 3)' : '';
      return [`${field.name}${first} ${this.#select(of, random, isPage ? depth : depth - 1)}`];
    });
    return `{ ${['__typename', ...fields].join(' ')} }`;
  }

  /** Over HTTP as it should be, or not. */
  #sent(
    { text, variables }: Asked,
    random: Random,
  ): Pick<FuzzRequest, 'method' | 'path' | 'headers' | 'body'> & { how: string } {
    const usual = (body: Body, how = body.done) => ({ method: 'POST', path: '/graphql', ...body, how });
    const dice = random();
    const whole = { query: text, variables };
    if (dice < 0.78) return usual(jsonBody(whole));
    if (dice < 0.84) return usual(brokenBody(whole, random));
    if (dice < 0.845) return usual(oversized(whole));
    if (dice < 0.9) {
      const key = pick(random, ['query', 'variables', 'operationName', 'extensions', 'zq']);
      return usual(jsonBody({ ...whole, [key]: oddValue(random) }), `odd ${key}`);
    }
    if (dice < 0.92) return usual(jsonBody([whole, whole]), 'a batch');
    if (dice < 0.94) {
      const accept = pick(random, [
        'text/event-stream',
        'multipart/mixed',
        'application/graphql-response+json',
        'text/html',
        ';',
        'image/png',
      ]);
      const { body, headers } = jsonBody(whole);
      return usual({ body, headers: { ...headers, accept }, done: `accepting ${accept}` });
    }
    if (dice < 0.95) {
      const extensions = { persistedQuery: { version: 1, sha256Hash: oddText(random).text } };
      return usual(jsonBody({ extensions }), 'an operation that nobody registered');
    }
    const said = new URLSearchParams({
      query: text.toWellFormed().slice(0, 4_000),
      variables: pick(random, ['{', '[]', 'null', '{}', JSON.stringify(variables) ?? '']),
    });
    const method = pick(random, ['GET', 'GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);
    return { method, path: `/graphql?${said.toString().slice(0, 12_000)}`, headers: {}, how: `by ${method}` };
  }
}

type Spot = { holder: Record<string | number, unknown>; key: string | number };
