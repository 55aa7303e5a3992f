import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@takwin/contracts/topology';
import { documented } from '@takwin/deployment/documented';
import { entrypointsOf, handlersOf } from '@takwin/deployment/entrypoints';
import { operationRunBy } from '@takwin/platform/http';
import { command, Distinct, isQuery, operationOf } from '@takwin/platform/schema';
import { z } from 'zod';
import { listsIn, repetitionFaults } from './repetitions.js';

const taken = new Set<z.ZodType>();
for (const name of SERVICES) {
  const service = await documented(name);
  const { controllers, resolvers } = entrypointsOf(service);
  for (const handler of [...controllers, ...resolvers].flatMap(handlersOf)) {
    const operation = operationRunBy(handler);
    if (operation && !isQuery(operation)) taken.add(operation);
  }
  await service.close();
}

const listsOf = (...schemas: z.ZodType[]) => schemas.flatMap((schema) => listsIn(schema, operationOf(schema)));

describe('a list that a command takes', () => {
  it('drops what is said twice, or the list of repetitions says what that means', () => {
    const lists = listsOf(...taken);
    expect(lists.length).toBeGreaterThan(20);
    expect(repetitionFaults(lists)).toEqual([]);
  });

  it('is told of where it does neither, however deep, and where the reason is in vain', () => {
    const Planted = command(
      'PlantShelf',
      {},
      {
        ids: Distinct(z.string()).min(1).optional(),
        row: z.object({ books: z.array(z.int()).nullish() }),
        pages: z.array(z.object({ lines: z.array(z.string()).default([]) })),
      },
      {
        summary: 'Plant a shelf',
        description: 'Takes lists in which something may be said twice.',
      },
    );
    expect(
      repetitionFaults(listsOf(Planted), { 'PlantShelf.pages': 'a reason', 'PlantShelf.ids': 'a reason' }),
    ).toEqual([
      'PlantShelf.row.books: is it Distinct, or what does the same thing twice in it mean?',
      'PlantShelf.pages[].lines: is it Distinct, or what does the same thing twice in it mean?',
      'PlantShelf.ids repeats nothing: take it from the list',
    ]);
  });
});

describe('a Distinct list', () => {
  const Codes = Distinct(z.string().toUpperCase()).min(1).max(2);

  it('keeps the first of equals, as they are once they are read, and counts what is left', () => {
    expect(Codes.parse(['a', 'b', 'A', 'b'])).toEqual(['A', 'B']);
    expect(Codes.safeParse([]).success).toBe(false);
    expect(Codes.safeParse(['a', 'b', 'c']).success).toBe(false);
  });
});
