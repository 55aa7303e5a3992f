import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, GraphQLError, parse, type GraphQLSchema } from 'graphql';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { compose } from '../compose.js';

/** One call that a toy received; `left` once the gateway broke it off. */
export type ReceivedCall = { service: string; query: string; headers: IncomingHttpHeaders; left: boolean };

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@shareable"])`;

const TOYS = {
  academies: {
    sdl: `${FEDERATION}
      scalar DateTime
      enum Profile { MAIN ANNEX }
      input RenameInput { id: ID! name: String! profile: Profile seats: Int since: DateTime }
      type Query { people(first: Int!, since: DateTime): [Person!] refuses: String crashes: String files(kind: FileKind!, first: Int!): FilePage }
      enum FileKind { ROSTER RESULTS }
      interface FilePage { asked: ID! names: [String!] }
      type RosterFilePage implements FilePage { asked: ID! names: [String!] }
      type ResultFilePage implements FilePage @key(fields: "asked") { asked: ID! names: [String!] @external }
      type Mutation { rename(input: RenameInput!): Person }
      type Person @key(fields: "id") { id: ID! name: String! academy: Academy }
      type Academy @key(fields: "id") { id: ID! title: String! }`,
    resolvers: {
      Query: {
        people: (_: unknown, { first }: { first: number }) =>
          Array.from({ length: first }, (_, index) => person(String(index))),
        files: (_: unknown, { kind, first }: { kind: string; first: number }) =>
          kind === 'ROSTER'
            ? { __typename: 'RosterFilePage', asked: '', names: Array.from({ length: first }, () => 'roster') }
            : { __typename: 'ResultFilePage', asked: String(first) },
        refuses() {
          throw new GraphQLError('SITTING_IS_FULL', { extensions: { code: 'SITTING_IS_FULL', alternatives: ['s2'] } });
        },
        crashes() {
          const stacktrace = ['at /srv/academies/secret.ts:1:1'];
          throw new GraphQLError('Internal server error', { extensions: { stacktrace } });
        },
      },
      Mutation: {
        rename: (_: unknown, { input }: { input: { id: string; name: string } }) => ({ ...person(input.id), ...input }),
      },
      Person: { __resolveReference: ({ id }: { id: string }) => person(id) },
      Academy: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `Academy ${id}` }) },
    },
  },
  certifications: {
    sdl: `${FEDERATION}
      type Query { exam(code: ID!): Exam waits(milliseconds: Int!): String }
      type ResultFilePage @key(fields: "asked") { asked: ID! names: [String!] }
      type Exam @key(fields: "code") { code: ID! }
      type Registration { id: ID! exam: Exam! }
      type Person @key(fields: "id") { id: ID! registrations: [Registration!] }
      type Academy @key(fields: "id") { id: ID! sittings: Int }`,
    resolvers: {
      Query: {
        exam: (_: unknown, { code }: { code: string }) => ({ code }),
        waits: (_: unknown, { milliseconds }: { milliseconds: number }) =>
          new Promise((resolve) => setTimeout(resolve, milliseconds, 'waited').unref()),
      },
      Person: { registrations: ({ id }: { id: string }) => [{ id: `r${id}`, exam: { code: 'MO-200' } }] },
      ResultFilePage: {
        names: ({ asked }: { asked: string }) => Array.from({ length: Number(asked) }, () => 'results'),
      },
      Academy: { sittings: () => 2 },
    },
  },
  licensing: {
    sdl: `${FEDERATION}
      type Query { skus: [String!] }
      type Person @key(fields: "id") { id: ID! licences: [String!] }
      type Exam @key(fields: "code") { code: ID! voucherPrice: Int }`,
    resolvers: {
      Query: { skus: () => ['A3'] },
      Person: { licences: () => ['A3'] },
      Exam: { voucherPrice: () => 90 },
    },
  },
};

const person = (id: string) => ({ id, name: `Person ${id}`, academy: { id: `a${Number(id) % 3}`, title: 'Academy' } });

/** Three subgraphs that share entities, on real HTTP; each can be stopped, and started again on its port. */
export class ToySubgraphs {
  readonly calls: ReceivedCall[] = [];
  readonly supergraph: string;
  readonly #toys = new Map(
    Object.entries(TOYS).map(([name, { sdl, resolvers }]) => [
      name,
      new Toy(name, schemaOf(sdl, resolvers), this.calls),
    ]),
  );

  constructor() {
    this.supergraph = compose(
      Object.entries(TOYS).map(([name, { sdl }]) => ({ name, url: `http://${name}/graphql`, sdl })),
    );
  }

  async start(...names: string[]): Promise<void> {
    for (const [name, toy] of this.#toys) if (!names.length || names.includes(name)) await toy.start();
  }

  async stop(...names: string[]): Promise<void> {
    for (const [name, toy] of this.#toys) if (!names.length || names.includes(name)) await toy.stop();
  }

  /** The base URL of each toy, once each has been started. */
  get urls(): Record<string, string> {
    return Object.fromEntries([...this.#toys].map(([name, toy]) => [name, toy.url]));
  }

  /** How many calls each service has received since the last time that this was asked. */
  counts(): Record<string, number> {
    const counted = Object.groupBy(this.calls.splice(0), ({ service }) => service);
    return Object.fromEntries(Object.entries(counted).map(([service, calls]) => [service, calls?.length ?? 0]));
  }
}

const schemaOf = (sdl: string, resolvers: object) =>
  buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never });

// As a service does before its GraphQL door.
function refuseKey(response: ServerResponse): void {
  const errors = [{ path: 'idempotency-key', code: 'invalid_format', message: 'odd' }];
  const problem = { status: 422, code: 'INVALID_INPUT', detail: 'The input has faults', errors };
  response.writeHead(422, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
}

class Toy {
  #server: Server | undefined;
  #port = 0;

  constructor(
    private readonly name: string,
    private readonly schema: GraphQLSchema,
    private readonly calls: ReceivedCall[],
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    if (this.#server?.listening) return;
    const server = createServer(async (request, response) => {
      if (request.url === '/health/ready') return void response.end('{}');
      const { query, variables } = JSON.parse(await text(request)) as { query: string; variables?: never };
      const call: ReceivedCall = { service: this.name, query, headers: request.headers, left: false };
      this.calls.push(call);
      response.on('close', () => (call.left = !response.writableFinished));
      const { 'idempotency-key': key = '' } = request.headers;
      if (key.includes(' ')) return void refuseKey(response);
      const answer = await graphql({ schema: this.schema, source: query, variableValues: variables });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server?.listening) return;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
}
