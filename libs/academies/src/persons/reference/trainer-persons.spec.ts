import { describe, expect, it } from '@jest/globals';
import { academies } from '../../academies/reference/academies.js';
import { trainerPersons } from './trainer-persons.js';

describe('the trainers as persons', () => {
  const known = academies();
  const persons = trainerPersons(known);

  it('are 420, four or five in each academy', () => {
    const counts = [...Map.groupBy(persons, (person) => person.academyId).values()].map((group) => group.length);
    expect(persons).toHaveLength(420);
    expect(new Set(counts)).toEqual(new Set([4, 5]));
  });

  it('belong to the region of their academy', () => {
    const regionOf = new Map(known.map((academy) => [academy.id, academy.region]));
    expect(persons.every((person) => regionOf.get(person.academyId) === person.region)).toBe(true);
  });

  it('go by the ids that the trainers service derives', () => {
    expect(persons[0]!.id).toBe('3d141161-5afa-83bc-8515-9b36a7142432');
    expect(persons.every((person) => person.synthetic)).toBe(true);
  });
});
