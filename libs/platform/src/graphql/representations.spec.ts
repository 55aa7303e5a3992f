import { buildSubgraphSchema } from '@apollo/subgraph';
import { describe, expect, it } from '@jest/globals';
import { graphql, parse } from 'graphql';
import { Words } from '../errors/words.js';
import { betweenServices } from './representations.js';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@external", "@requires"])
  type Programme @key(fields: "id") { id: ID! on: String! @external users: Int @requires(fields: "on") }
  type Query { one: Programme }`;

describe('a field that another service answers for', () => {
  it.each([
    ['told where the gateway tells it', { id: 'x', on: '2026-11-30' }, undefined],
    ['refused where it is asked for by itself', { id: 'x' }, 'BAD_USER_INPUT'],
  ])('is %s', async (_, one, code) => {
    const schema = buildSubgraphSchema({ typeDefs: parse(SDL), resolvers: { Query: { one: () => one } } as never });
    await betweenServices(new Words()).serverWillStart!({ schema } as never);
    const { errors } = await graphql({ schema, source: '{ one { on } }' });
    expect(errors?.[0]?.extensions.code).toBe(code);
  });
});
