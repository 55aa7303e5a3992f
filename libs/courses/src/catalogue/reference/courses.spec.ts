import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TOPICS } from '@takwin/contracts/topics';
import { courses } from './courses.js';

const all = courses();

describe('the catalogue', () => {
  it('has at least the 1,500 courses of the convention', () => {
    expect(all).toHaveLength(1518);
    expect(
      Object.fromEntries([...Map.groupBy(all, ({ kind }) => kind)].map(([kind, of]) => [kind, of.length])),
    ).toEqual({
      'learn-module': 74,
      'ofppt-module': 50,
      filiere: 14,
      synthetic: 1380,
    });
  });

  it('gives every course an id, a code, hours and a title of its own kind', () => {
    expect(new Set(all.map((course) => course.id)).size).toBe(all.length);
    expect(new Set(all.map((course) => course.code)).size).toBe(all.length);
    expect(all.every((course) => course.hours > 0 && course.languages.length > 0)).toBe(true);
    expect(all.every(({ title }) => title.fr ?? title.ar ?? title.en)).toBe(true);
  });

  it('uses the topics that trainers are qualified in', () => {
    const topics = all.flatMap((course) => course.topics);
    expect(topics.every((topic) => topic in TOPICS)).toBe(true);
    expect(all.every((course) => course.topics.length > 0)).toBe(true);
  });

  it('says of each synthetic course that it is one, and names no two alike', () => {
    const madeUp = all.filter((course) => course.synthetic);
    expect(madeUp.every((course) => course.source === 'synthetic' && course.hoursBasis === 'synthetic')).toBe(true);
    expect(all.filter((course) => course.kind === 'synthetic')).toEqual(madeUp);
    for (const language of ['fr', 'ar', 'en'] as const) {
      expect(new Set(madeUp.map((course) => course.title[language])).size).toBe(madeUp.length);
    }
  });

  it('is the same in every copy of the programme', () => {
    expect(createHash('sha256').update(JSON.stringify(all)).digest('hex')).toBe(
      '23fef9038b5010072960f7ff0af8908f52b4127bf127d349ba1e43286fb90926',
    );
  });
});
