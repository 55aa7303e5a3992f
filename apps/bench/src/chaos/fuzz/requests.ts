import { seeded } from '@takwin/demo/seeded';
import type { GraphQLSchema } from 'graphql';
import { GraphRequests } from './graph-requests.js';
import type { Known } from './known.js';
import type { Door, FuzzRequest } from './request.js';
import { RestRequests, type Document } from './rest-requests.js';
import type { Schema } from './values.js';
import { wireRequest } from './wires.js';

/** How the requests of a run are spread: over REST, the graph (a text that is new costs the gateway 20 plain requests) and bare sockets. */
const SHARES = [
  [0.34, 'gateway', 'rest'],
  [0.34, 'service', 'rest'],
  [0.1, 'gateway', 'graph'],
  [0.2, 'service', 'graph'],
  [0.02, 'any', 'wire'],
] as const;

function shareAt(dice: number): readonly [door: string, kind: FuzzRequest['kind']] {
  let sum = 0;
  const [, door, kind] = SHARES.find(([share]) => dice < (sum += share)) ?? SHARES[0];
  return [door, kind];
}

/** All that a run may ask: by number, so that a seed and a number are the same request again. */
export class Requests {
  readonly #rest = new Map<string, RestRequests>();
  readonly #graph = new Map<string, GraphRequests>();
  readonly #services: readonly string[];

  constructor(
    documents: Readonly<Record<string, Document>>,
    graphs: readonly (readonly [Door, GraphQLSchema])[],
    known: Known,
    callers: readonly string[],
    private readonly seed: number,
  ) {
    const { schemas = {} } = documents.gateway!.components;
    const named = namedIn(documents.gateway!);
    for (const [door, document] of Object.entries(documents))
      this.#rest.set(door, new RestRequests(door as Door, document, known, callers));
    for (const [door, schema] of graphs)
      this.#graph.set(door, new GraphRequests(door, schema, named, schemas, known, callers));
    this.#services = Object.keys(documents).filter((door) => door !== 'gateway');
  }

  /** What the gateway serves, by REST and in the graph. */
  get operations(): string[] {
    return [...this.#rest.get('gateway')!.operations, ...this.#graph.get('gateway')!.operations];
  }

  draw(number: number): FuzzRequest {
    const random = seeded(this.seed * 1_000_003 + number);
    const service = this.#services[number % this.#services.length]!;
    // Operations go round by a number of their own, else a share of requests would meet few of them.
    const turn = Math.floor(random() * 1e6);
    const [door, kind] = shareAt(random());
    const where = door === 'gateway' ? door : service;
    if (kind === 'rest') return this.#rest.get(where)!.draw(random, turn);
    if (kind === 'graph') return this.#graph.get(where)!.draw(random, turn);
    return wireRequest((number % 2 ? service : 'gateway') as Door, random, turn);
  }
}

/** What the bodies and parameters of a document say of each name; the first that has an example goes before. */
function namedIn({ paths, components }: Document): Map<string, Schema> {
  const named = new Map<string, Schema>();
  const note = (name: string, schema: Schema): void => {
    if (!named.has(name) || (schema.examples && !named.get(name)!.examples)) named.set(name, schema);
    for (const [property, one] of Object.entries(schema.properties ?? {})) note(property, one);
    if (schema.items) note(name, schema.items);
  };
  for (const described of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    for (const { schema } of Object.values(described.requestBody?.content ?? {})) note('body', schema ?? {});
    for (const one of described.parameters ?? []) if (!('$ref' in one)) note(one.name, one.schema);
  }
  for (const { name, schema } of Object.values(components.parameters ?? {})) note(name, schema);
  named.delete('body');
  return named;
}
