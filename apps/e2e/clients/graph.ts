import { randomUUID } from 'node:crypto';
import { initGraphQLTada, type TadaDocumentNode } from 'gql.tada';
import { print } from 'graphql';
import { Refused } from './day.js';
import type { introspection } from './graph-types.js';

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; LocalDate: string };
}>();

/** Asks the graph by a document that its schema types; a field that is refused refuses all. */
export type Ask = <Data, Variables>(document: TadaDocumentNode<Data, Variables>, variables: Variables) => Promise<Data>;
type Said = { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] };

/** One who asks the graph as whom the token says. */
export const askerOf =
  (url: string, token: string): Ask =>
  async (document, variables) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data, errors } = (await response.json()) as Said;
    const [first] = errors ?? [];
    if (first) throw new Refused(first.extensions?.code ?? '', first.message);
    return data as never;
  };

export const nodesOf = <Node>(list: { edges: { node: Node }[] } | null): Node[] =>
  (list?.edges ?? []).map(({ node }) => node);
