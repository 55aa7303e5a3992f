import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { published, type Published } from './published.js';
import { brokenPromises, schemasOf } from './published-schemas.js';

const seat = {
  personId: z.uuid(),
  on: z.iso.date(),
  score: z.int().nullable(),
  ratio: z.number(),
  state: z.enum(['booked', 'cancelled']),
  note: z.string().optional(),
  places: z.array(z.object({ code: z.string(), region: z.string() })),
  hours: z.record(z.string(), z.number()),
};

const kind = (shape: z.ZodRawShape, types = ['SeatBooked', 'SeatCancelled']): Published =>
  published({ log: 'certifications', subject: 'seat', state: z.object(shape), types });

const changed = (shape: z.ZodRawShape, types?: string[]) =>
  brokenPromises(schemasOf([kind(seat)]), schemasOf([kind(shape, types)]));

const without = (name: keyof typeof seat) =>
  Object.fromEntries(Object.entries(seat).filter(([key]) => key !== name)) as z.ZodRawShape;

describe('a change of a published state', () => {
  it.each<[string, z.ZodRawShape, string[]]>([
    ['takes a property away', without('on'), ['on is gone']],
    ['gives a property another type', { ...seat, ratio: z.string() }, ['ratio was number and is string']],
    ['makes an instant of a date', { ...seat, on: z.iso.datetime() }, ['on was date and is date-time']],
    ['makes any text of an id', { ...seat, personId: z.string() }, ['personId was uuid and is string']],
    ['widens a whole number', { ...seat, score: z.number().nullable() }, ['score was integer and is number']],
    ['lets a property be null', { ...seat, state: seat.state.nullable() }, ['state may now be null']],
    ['lets a property be missing', { ...seat, on: seat.on.optional() }, ['on may now be missing']],
    ['stops saying a value', { ...seat, state: z.enum(['booked']) }, ['state no longer says "cancelled"']],
    ['opens a list of values', { ...seat, state: z.string() }, ['state is no longer one of a list']],
    [
      'takes a property of an element away',
      { ...seat, places: z.array(z.object({ code: z.string() })) },
      ['places[].region is gone'],
    ],
    [
      'changes the values of a record',
      { ...seat, hours: z.record(z.string(), z.string()) },
      ['hours{} was number and is string'],
    ],
    ['offers an alternative', { ...seat, on: z.union([z.iso.date(), z.int()]) }, ['on may now be integer']],
  ])('breaks readers when it %s', (_, shape, says) => {
    expect(changed(shape)).toEqual(says.map((what) => `certifications/seat: ${what}`));
  });

  it.each<[string, z.ZodRawShape]>([
    ['changes nothing', seat],
    ['adds a property', { ...seat, room: z.string() }],
    ['adds a value', { ...seat, state: z.enum(['booked', 'cancelled', 'sat']) }],
    ['always says what it sometimes said', { ...seat, score: z.int(), note: z.string() }],
    ['counts in whole numbers', { ...seat, ratio: z.int() }],
    ['adds a property to an element', { ...seat, places: z.array(seat.places.element.extend({ city: z.string() })) }],
    ['names a schema', { ...seat, personId: seat.personId.meta({ id: 'CompatibilitySpecPersonId' }) }],
  ])('is welcome when it %s', (_, shape) => {
    expect(changed(shape)).toEqual([]);
  });
});

describe('a change of what is published', () => {
  it('breaks followers when a type of event goes, and is welcome when one comes', () => {
    expect(changed(seat, ['SeatBooked', 'SeatMoved'])).toEqual([
      'certifications/seat: SeatCancelled is no longer published',
    ]);
    expect(changed(seat, ['SeatBooked', 'SeatCancelled', 'SeatMoved'])).toEqual([]);
  });

  it('breaks followers when a kind of subject goes, or moves to another log', () => {
    const before = schemasOf([kind(seat)]);
    expect(brokenPromises(before, {})).toEqual(['certifications/seat is no longer published']);
    expect(brokenPromises(before, schemasOf([{ ...kind(seat), log: 'courses' }]))).toHaveLength(1);
    expect(brokenPromises({}, before)).toEqual([]);
  });
});
