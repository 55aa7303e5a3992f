import { describe, expect, it } from '@jest/globals';
import { ExamCode } from '@takwin/contracts/ids';
import { isOfferedOn } from '../exam-days.js';
import { exams, firstCodes } from './exams.js';

const all = exams();
const exam = (code: string) => all.find((one) => one.code === code)!;

describe('the exams', () => {
  it('are the 222 of the current list that are exams, the dummy of the first one dropped', () => {
    expect(all).toHaveLength(222);
    expect(all.some((one) => /dummy/i.test(one.title) || one.code.startsWith('APL-'))).toBe(false);
    const codes = new Set(all.map((one) => one.code));
    expect([...firstCodes()].filter((code) => !codes.has(code))).toEqual([]);
  });

  it('have distinct codes in upper case', () => {
    expect(new Set(all.map((one) => one.code)).size).toBe(222);
    expect(all.every((one) => ExamCode.safeParse(one.code).success)).toBe(true);
    expect(exam('MO-200').title).toBe('Microsoft Excel (Office 2019)');
  });

  it('name their twins: seven pairs of codes share a title', () => {
    const pairs = new Set(
      all.filter((one) => one.twins.length).map((one) => [one.code, ...one.twins].sort().join('=')),
    );
    expect(pairs).toEqual(
      new Set([
        '70-537=AZ-600',
        'AI-900=AI-901',
        'AZ-103=AZ-104',
        'AZ-203=AZ-204',
        'AZ-300=AZ-303',
        'AZ-301=AZ-304',
        'MB-900=MB-901',
      ]),
    );
  });

  it.each([
    ['MO-200', 'mos', 50, 'mos'],
    ['77-728', 'mos', 50, 'mos'],
    ['AI-900', 'fundamentals', 45, 'role-based'],
    ['98-364', 'mta', 45, 'role-based'],
    ['AZ-400', 'role-based', 100, 'role-based'],
    ['AZ-104', 'role-based', 100, 'role-based'],
    ['AI-200', 'role-based', 120, 'role-based'],
    ['MS-900', 'fundamentals', 45, 'role-based'],
    ['AB-730', 'business', 45, 'role-based'],
    ['GH-300', 'github', 100, 'role-based'],
    ['70-461', 'mcp', 100, 'role-based'],
    ['MB2-716', 'mcp', 100, 'role-based'],
    ['MB-210', 'role-based', 100, 'role-based'],
  ])(
    '%s is of family %s, takes %i minutes, and is retaken by the rules of %s',
    (code, family, minutes, retakePolicy) => {
      expect(exam(code)).toMatchObject({ family, minutes, retakePolicy, administrationMinutes: 20, passMark: 700 });
    },
  );

  it('hold the Microsoft Office Specialist exams', () => {
    expect(all.filter((one) => one.code.startsWith('MO-')).map((one) => one.code)).toEqual([
      'MO-100',
      'MO-101',
      'MO-110',
      'MO-111',
      'MO-200',
      'MO-201',
      'MO-210',
      'MO-211',
      'MO-220',
      'MO-230',
      'MO-300',
      'MO-310',
      'MO-400',
      'MO-500',
    ]);
  });

  it('have days: what is retired without a date was so by the day of its newest source', () => {
    expect(exam('AZ-900')).toMatchObject({ releasedOn: null, retiredOn: null, goneBy: null });
    expect(exam('AI-900')).toMatchObject({ retiredOn: '2026-06-30', goneBy: null, asOf: '2026-10-05' });
    expect(exam('AB-400').releasedOn).toBe('2026-10-16');
    expect(exam('DA-100')).toMatchObject({ retiredOn: null, goneBy: '2026-10-05' });
    expect(all.filter((one) => one.goneBy)).toHaveLength(15);
    expect(all.filter((one) => isOfferedOn(one, '2026-11-23'))).toHaveLength(69);
    expect(all.every((one) => one.source !== '' && one.asOf !== '')).toBe(true);
  });
});
