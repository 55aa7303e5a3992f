import { describe, expect, it } from '@jest/globals';
import { reasonsNotToProctor, reasonsNotToTeach } from './eligibility.js';

const teach = (topic: string, expiresOn: string | null = null) => ({
  kind: 'teach',
  topic,
  obtainedOn: '2026-01-10',
  expiresOn,
});
const facts = (...qualifications: ReturnType<typeof teach>[]) => ({
  active: true,
  academyAccredited: true,
  qualifications,
});

describe('who may teach', () => {
  it('a trainer with a qualification for one of the topics', () => {
    expect(reasonsNotToTeach(facts(teach('excel')), ['word', 'excel'], '2026-11-24')).toEqual([]);
  });

  it('anyone, where the course asks for nothing', () => {
    expect(reasonsNotToTeach(facts(), [], '2026-11-24')).toEqual([]);
  });

  it('up to and including the day of expiry', () => {
    const until = facts(teach('excel', '2026-11-24'));
    expect(reasonsNotToTeach(until, ['excel'], '2026-11-24')).toEqual([]);
    expect(reasonsNotToTeach(until, ['excel'], '2026-11-25')).toEqual(['QUALIFICATION_EXPIRED']);
  });

  it('not before the qualification was obtained, and not for another topic', () => {
    expect(reasonsNotToTeach(facts(teach('excel')), ['excel'], '2026-01-09')).toEqual(['QUALIFICATION_NOT_YET_VALID']);
    expect(reasonsNotToTeach(facts(teach('word')), ['excel'], '2026-11-24')).toEqual(['NO_QUALIFICATION_FOR_TOPIC']);
  });

  it('names every reason at once', () => {
    const gone = { ...facts(), active: false, academyAccredited: false };
    expect(reasonsNotToTeach(gone, ['excel'], '2026-11-24')).toEqual([
      'TRAINER_HAS_LEFT',
      'ACADEMY_NOT_ACCREDITED',
      'NO_QUALIFICATION_FOR_TOPIC',
    ]);
  });
});

describe('who may proctor', () => {
  const proctor = { kind: 'proctor', topic: null, obtainedOn: '2026-01-10', expiresOn: '2027-01-09' };

  it('a trainer whose proctor training holds', () => {
    const trained = { active: true, academyAccredited: true, qualifications: [proctor] };
    expect(reasonsNotToProctor(trained, '2026-11-24')).toEqual([]);
    expect(reasonsNotToProctor(trained, '2027-01-10')).toEqual(['PROCTOR_TRAINING_EXPIRED']);
  });

  it('not one who may only teach', () => {
    expect(reasonsNotToProctor(facts(teach('excel')), '2026-11-24')).toEqual(['PROCTOR_TRAINING_MISSING']);
  });
});
