import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { AnswerSize } from './answer-size.js';

const first = { document: parse('{ sittings { academy { id } } }') };
const entities = (...ids: string[]) => ({
  document: parse('query ($r: [_Any!]!) { _entities(representations: $r) { ... on Academy { rooms } } }'),
  variables: { r: ids.map((id) => ({ __typename: 'Academy', id })) },
});
const sittings = (count: number) => ({
  sittings: Array.from({ length: count }, () => ({ academy: { __typename: 'Academy', id: 'a' } })),
});
const rooms = (count: number) => ({ rooms: Array.from({ length: count }, (_, index) => index) });

describe('the size of an answer', () => {
  it('counts what is answered of an entity as often as it is referred to', () => {
    const size = new AnswerSize();
    size.add(first, sittings(1_000));
    size.add(entities('a'), { _entities: [rooms(90)] });
    expect(size.isTooLarge).toBe(false);
    size.add(entities('a'), { _entities: [rooms(90)] });
    expect(size.isTooLarge).toBe(true);
  });

  it('counts through entities that refer to others', () => {
    const size = new AnswerSize();
    size.add(first, sittings(1_000));
    const manager = { manager: { __typename: 'Person', id: 'p' } };
    size.add(entities('a', 'b'), { _entities: [manager, manager] });
    const persons = { ...entities(), variables: { r: [{ __typename: 'Person', id: 'p' }] } };
    size.add(persons, { _entities: [rooms(99)] });
    expect(size.isTooLarge).toBe(true);
  });

  it('counts a long text as the many values that it has the length of', () => {
    const size = new AnswerSize();
    size.add(first, { sittings: Array.from({ length: 100 }, () => 'x'.repeat(99_000)) });
    expect(size.isTooLarge).toBe(false);
    size.add(first, { sittings: ['x'.repeat(200_000)] });
    expect(size.isTooLarge).toBe(true);
  });

  it('takes what was not answered for nothing', () => {
    const size = new AnswerSize();
    size.add(first, { sittings: null });
    size.add(entities('a'), { _entities: [null] });
    size.add(entities('a'), {});
    expect(size.isTooLarge).toBe(false);
  });
});
