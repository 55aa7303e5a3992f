import { describe, expect, it } from '@jest/globals';
import { academyOfTrainer, syntheticTrainers, TRAINERS } from './trainers.js';

describe('the synthetic trainers', () => {
  const trainers = syntheticTrainers();

  it('are 420, and say that they are synthetic', () => {
    expect(trainers).toHaveLength(420);
    expect(trainers.every((trainer) => trainer.synthetic)).toBe(true);
  });

  it('have matricules that no trainee can have', () => {
    expect(trainers.every((trainer) => /^9999\d{9}$/.test(trainer.matricule))).toBe(true);
    expect(new Set(trainers.map((trainer) => trainer.matricule)).size).toBe(TRAINERS);
  });

  it('have 420 different names in French and in Arabic', () => {
    expect(new Set(trainers.map((trainer) => trainer.name.fr)).size).toBe(TRAINERS);
    expect(new Set(trainers.map((trainer) => trainer.name.ar)).size).toBe(TRAINERS);
  });

  it('take turns over the academies, whatever the order these come in', () => {
    expect(academyOfTrainer(1, ['B', 'A'])).toBe('A');
    expect(academyOfTrainer(2, ['A', 'B'])).toBe('B');
    expect(academyOfTrainer(3, ['A', 'B'])).toBe('A');
  });

  it('refuse to work nowhere', () => {
    expect(() => academyOfTrainer(1, [])).toThrow('a trainer needs an academy');
  });
});
