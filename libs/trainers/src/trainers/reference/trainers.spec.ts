import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TOPICS } from '@takwin/contracts/topics';
import { trainers } from './trainers.js';

const all = trainers();

describe('the trainers', () => {
  it('are 420, synthetic, and go by the ids of the persons that the academies ship', () => {
    expect(all).toHaveLength(420);
    expect(all.every((trainer) => trainer.synthetic)).toBe(true);
    expect(new Set(all.map((trainer) => trainer.personId)).size).toBe(420);
    expect(all[0]!.personId).toBe('3d141161-5afa-83bc-8515-9b36a7142432');
  });

  it('are qualified in two to four topics of the vocabulary, each once', () => {
    for (const { qualifications } of all) {
      const topics = qualifications.map(({ topic }) => topic);
      expect([2, 3, 4]).toContain(topics.length);
      expect(new Set(topics).size).toBe(topics.length);
      expect(topics.every((topic) => topic in TOPICS)).toBe(true);
    }
  });

  it('cover every topic between them', () => {
    const taught = new Set(all.flatMap(({ qualifications }) => qualifications.map(({ topic }) => topic)));
    expect(taught).toEqual(new Set(Object.keys(TOPICS)));
  });

  it('hold Office qualifications by an exam that never expires, and others for three years', () => {
    const held = all.flatMap(({ qualifications }) => qualifications);
    expect(held.every(({ examCode, expiresOn }) => (examCode === null) === (expiresOn !== null))).toBe(true);
    expect(held.every(({ obtainedOn, expiresOn }) => expiresOn === null || obtainedOn < expiresOn)).toBe(true);
  });

  it('have some attestations that expired by September 2026, so that eligibility has something to refuse', () => {
    const held = all.flatMap(({ qualifications }) => qualifications);
    const expired = held.filter(({ expiresOn }) => expiresOn !== null && expiresOn < '2026-09-01').length;
    expect(expired).toBeGreaterThan(100);
    expect(expired).toBeLessThan(held.length / 2);
  });

  it('can proctor in three cases out of five', () => {
    const proctors = all.filter(({ proctorTrainedOn }) => proctorTrainedOn !== null).length;
    expect(proctors / all.length).toBeCloseTo(0.6, 1);
  });

  it('are the same in every copy of the programme', () => {
    expect(createHash('sha256').update(JSON.stringify(all)).digest('hex')).toBe(
      '3eac3f8633e60f45daadfa0e282b987719b02885f3db81a552eda97345eb49ea',
    );
  });
});
