import { describe, expect, it } from '@jest/globals';
import { certificationFacts } from './certification-facts.js';
import { certifications } from './certifications.js';

const facts = certificationFacts();
const of = (id: string) => facts.find((one) => one.id === id);

describe('what is known of certifications', () => {
  it('is of those that there are, each with where it is from', () => {
    const ids = new Set(certifications().map(({ id }) => id));
    expect(facts.every(({ id, source, asOf }) => ids.has(id) && source && asOf)).toBe(true);
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
    expect(facts).toHaveLength(152);
  });

  it('tells nothing from an empty cell, and that what does not expire does not', () => {
    const github = of('certification.agentic-ai-developer');
    expect(github).toMatchObject({
      level: null,
      renewalMonths: null,
      retiredOn: null,
      goneBy: null,
      prerequisites: null,
    });
    expect(of('certification.ai-business-professional')?.renewalMonths).toBe(0);
    expect(of('exam.ab-100')).toMatchObject({
      level: 'expert',
      renewalMonths: 12,
    });
  });

  it('names prerequisites by our ids, and how many of them are asked for', () => {
    const told = facts.flatMap(({ id, prerequisites }) => (prerequisites ? [[id, prerequisites]] : []));
    expect(Object.fromEntries(told)).toEqual({
      'certification.m365-enterprise-administrator': {
        rule: 'one-of',
        certifications: [
          'certification.modern-desktop',
          'certification.m365-teams-administrator-associate',
          'certification.identity-and-access-administrator',
          'certification.information-security-administrator',
        ],
      },
      'exam.ai-500': {
        rule: 'all-of',
        certifications: ['certification.azure-ai-apps-and-agents-developer-associate'],
      },
      'exam.az-305': { rule: 'all-of', certifications: ['certification.azure-administrator'] },
      'exam.az-400': {
        rule: 'one-of',
        certifications: ['certification.azure-administrator', 'certification.azure-developer'],
      },
      'exam.pl-600': { rule: 'all-of', certifications: ['exam.pl-200'] },
      'exam.sc-100': {
        rule: 'one-of',
        certifications: [
          'certification.security-operations-analyst',
          'certification.identity-and-access-administrator',
          'certification.cloud-and-ai-security-engineer-associate',
        ],
      },
    });
  });

  it('holds what is gone without a day for gone by the day of its newest source', () => {
    const gone = facts.filter(({ goneBy }) => goneBy);
    expect(gone.every(({ retiredOn, goneBy, asOf }) => retiredOn === null && goneBy === asOf)).toBe(true);
    expect([gone.length, facts.filter(({ retiredOn }) => retiredOn).length]).toEqual([5, 76]);
  });
});
