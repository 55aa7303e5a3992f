import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Text } from '../schema/text.js';
import { Examples } from './example.js';
import { type OpenApiPart, partsOf } from './openapi-schema.js';

const Code = z
  .string()
  .regex(/^[A-Z]-\d$/)
  .meta({ id: 'Code', examples: ['B-7'] });
const Shelf = z
  .object({
    id: z.uuid(),
    code: Code,
    room: z.uuid(),
    floor: z.int().min(20).max(30),
    kind: z.enum(['open', 'closed']),
    note: Text({ max: 40 }).nullable(),
    books: z.array(z.object({ id: z.uuid(), title: z.string() })),
  })
  .meta({ id: 'Shelf' });

function exampleOf(schema: z.ZodType, learnt: readonly z.ZodType[] = []) {
  const parts: Record<string, OpenApiPart> = {};
  const { own, id } = partsOf(schema, parts);
  const examples = new Examples(parts);
  for (const one of learnt) examples.learn(partsOf(one, parts).own);
  return { answered: examples.of(own, id), said: (shown?: string[]) => examples.said(own, shown) };
}

describe('the example of a schema', () => {
  it('is a value that the schema takes, the same each time', () => {
    const { answered } = exampleOf(Shelf);
    expect(Shelf.parse(answered)).toEqual(answered);
    expect(answered).toMatchObject({ code: 'B-7', floor: 20, kind: 'open', note: null });
    expect(exampleOf(Shelf).answered).toEqual(answered);
  });

  it('shows a field as any schema says that has one of its name', () => {
    const said = z.object({ title: z.string().meta({ examples: ['Germinal'] }) });
    expect(exampleOf(Shelf, [said]).answered).toMatchObject({ books: [{ title: 'Germinal' }] });
  });

  it('says what has to be said, what is named beside, and all where nothing has to be', () => {
    const Some = z.object({ must: z.int(), may: z.int().optional(), might: z.int().optional() });
    expect(exampleOf(Some).said()).toEqual({ must: 12 });
    expect(exampleOf(Some).said(['may'])).toEqual({ must: 12, may: 12 });
    expect(exampleOf(z.object({ may: z.int().optional() })).said()).toEqual({ may: 12 });
  });

  it('has to be told where a pattern is not to be guessed', () => {
    expect(() => exampleOf(z.object({ plate: z.string().regex(/^\d{9}$/) }))).toThrow(
      'plate: no example comes to mind',
    );
  });
});

describe('a schema in OpenAPI', () => {
  it('tells how large its numbers and how long its formats are', () => {
    const { own } = partsOf(
      z.object({ few: z.int().min(0).max(9), many: z.int(), on: z.iso.date(), by: z.uuid() }),
      {},
    );
    expect(own.properties).toMatchObject({
      few: { format: 'int32' },
      many: { format: 'int64' },
      on: { format: 'date', maxLength: 10 },
      by: { format: 'uuid', maxLength: 36 },
    });
  });

  it('has one shape for a name', () => {
    const parts = {};
    partsOf(z.object({ a: z.object({ x: z.int() }).meta({ id: 'Twice' }) }), parts);
    const other = z.object({ a: z.object({ x: z.string() }).meta({ id: 'Twice' }) });
    expect(() => partsOf(other, parts)).toThrow('Twice is the name of two shapes');
  });
});
