import { describe, expect, it } from '@jest/globals';
import { reasonsAgainst, type Subject } from './entitlement.js';

const trainee: Subject = { kind: 'trainee', active: true, matricule: '9998000000001', profile: 'ordinary' };

describe('who is entitled to a licence', () => {
  it('a trainee to the students’, trainers and staff to the faculty’s', () => {
    expect(reasonsAgainst(trainee, 'student')).toEqual([]);
    expect(reasonsAgainst({ ...trainee, kind: 'staff' }, 'faculty')).toEqual([]);
    expect(reasonsAgainst(trainee, 'faculty')).toEqual(['SKU_FOR_ANOTHER_AUDIENCE']);
  });

  it('nobody in a prison centre, unless the rules say so', () => {
    const inside: Subject = { ...trainee, profile: 'prison' };
    expect(reasonsAgainst(inside, 'student')).toEqual(['PRISON_NO_PERSONAL_ACCOUNT']);
    const rules = { accounts: { ordinary: true, prison: true, offline: true, minors: true } };
    expect(reasonsAgainst(inside, 'student', rules)).toEqual([]);
  });

  it('names every reason at once', () => {
    expect(reasonsAgainst({ ...trainee, active: false, matricule: null }, 'student')).toEqual([
      'PERSON_NOT_ACTIVE',
      'NO_ACCOUNT_NAME',
    ]);
  });
});
