import { describe, expect, it } from '@jest/globals';
import { demandTeacher, type Teacher } from './teacher.js';

const teacher = (...qualifications: [topic: string, obtainedOn: string, expiresOn: string | null][]): Teacher => ({
  active: true,
  topics: ['excel'],
  qualifications: qualifications.map(([topic, obtainedOn, expiresOn]) => ({ topic, obtainedOn, expiresOn })),
});
/** Why one may not teach Excel or Word from the first of December to the end of February; and on which day not. */
function refusal(one: Teacher | undefined, topics = ['excel', 'word']): unknown {
  try {
    demandTeacher(one, topics, { startsOn: '2026-12-01', endsOn: '2027-02-28' });
    return undefined;
  } catch (error) {
    const { reason, on } = (error as { extra: { reason: string; on?: string } }).extra;
    return on ? [reason, on] : reason;
  }
}

describe('who teaches an offering', () => {
  it('is qualified in one of its topics from its first day to its last', () => {
    expect(refusal(teacher(['excel', '2020-01-01', null]))).toBeUndefined();
    expect(refusal(teacher(['excel', '2026-12-01', '2027-02-28']))).toBeUndefined();
    expect(refusal(teacher(['excel', '2026-12-01', '2027-02-27']))).toEqual(['QUALIFICATION_EXPIRED', '2027-02-28']);
    expect(refusal(teacher(['excel', '2026-12-02', null]))).toEqual(['QUALIFICATION_NOT_YET_VALID', '2026-12-01']);
    expect(refusal(teacher(['excel', '2020-01-01', '2025-01-01']))).toEqual(['QUALIFICATION_EXPIRED', '2026-12-01']);
    expect(refusal(teacher(['python', '2020-01-01', null]))).toBe('NO_QUALIFICATION_FOR_TOPIC');
  });

  it('may go from one qualification to the next, without a day between them', () => {
    const first = ['excel', '2020-01-01', '2026-12-31'] as const;
    expect(refusal(teacher([...first], ['word', '2027-01-01', '2030-01-01']))).toBeUndefined();
    expect(refusal(teacher([...first], ['word', '2027-01-02', null]))).toEqual(['QUALIFICATION_EXPIRED', '2027-01-01']);
  });

  it('is anybody who is known and has not left, where the course has no topics', () => {
    expect(refusal(teacher(), [])).toBeUndefined();
    expect(refusal({ ...teacher(), active: false }, [])).toBe('TRAINER_HAS_LEFT');
    expect(refusal(undefined, [])).toBe('TRAINER_UNKNOWN');
  });

  it('is judged by the topics of that day, where nothing was told of qualifications', () => {
    expect(refusal({ ...teacher(), qualifications: null })).toBeUndefined();
    expect(refusal({ ...teacher(), qualifications: null, topics: [] })).toBe('NO_QUALIFICATION_FOR_TOPIC');
  });
});
