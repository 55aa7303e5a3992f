import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { certifications } from './certifications.js';
import { exams } from './exams.js';

const all = certifications();
const titled = (title: string) => all.find((one) => one.title === title)!;

describe('the certifications', () => {
  it('are the 65 of the first source, one for each exam of then that none of them names, and 62 of the current one', () => {
    expect(all.filter((one) => one.basis !== 'exam')).toHaveLength(65 + 62);
    expect(all.filter((one) => one.basis === 'exam')).toHaveLength(74);
    expect(new Set(all.map((one) => one.id)).size).toBe(all.length);
  });

  it('make every exam count for something', () => {
    const counting = new Set(all.flatMap((one) => one.requires.flat()));
    expect(counting).toEqual(new Set(exams().map((exam) => exam.code)));
  });

  it('want all the exams of a published list', () => {
    expect(titled('MCSA: SQL Server 2012/2014').requires).toEqual([['70-461'], ['70-462'], ['70-463']]);
  });

  it('of one Office program are reached by the exam of the same title, which the source forgot', () => {
    const restored = all.filter((one) => one.basis === 'title');
    expect(Object.fromEntries(restored.map((one) => [one.title.slice(29), one.requires[0]![0]]))).toEqual({
      'Access Expert (Office 2019)': 'MO-500',
      'Excel Expert (Office 2016)': '77-728',
      'Excel Associate (Office 2019)': 'MO-200',
      'Excel Expert (Office 2019)': 'MO-201',
      'Excel Expert (Microsoft 365 Apps)': 'MO-211',
      'Outlook Associate (Office 2019)': 'MO-400',
      'PowerPoint (Office 2016)': '77-729',
      'PowerPoint Associate (Office 2019)': 'MO-300',
      'Word Expert (Office 2016)': '77-726',
      'Word Associate (Office 2019)': 'MO-100',
      'Word Associate (Microsoft 365 Apps)': 'MO-110',
      'Word Expert (Office 2019)': 'MO-101',
    });
  });

  it('stay, marked unreachable, where no exam is named', () => {
    const unreachable = all.filter((one) => one.unreachable === 'NO_EXAM_NAMED');
    expect(unreachable.map((one) => one.id)).toEqual(['certification.mos-excel-for-operational-management-associate']);
    expect(unreachable.every((one) => one.requires.length === 0)).toBe(true);
  });

  it('that the first source named no exam of ask for that of the current one', () => {
    expect(titled('Microsoft Certified Educator')).toMatchObject({ requires: [['62-193']], unreachable: null });
    expect(titled('Microsoft 365 Certified: Fundamentals').requires).toEqual([['MS-900']]);
  });

  it('never count one exam under two ids: what an exam of then counts for stays', () => {
    const counts = Map.groupBy(
      all.flatMap((one) => [...new Set(one.requires.flat())]),
      (code) => code,
    );
    for (const code of ['AZ-400', 'AZ-305', 'AZ-900', 'AZ-104', 'PL-300']) expect(counts.get(code)).toHaveLength(1);
    expect(all.find((one) => one.requires.flat().includes('AZ-104'))?.id).toBe('certification.azure-administrator');
  });

  it('are not given for one exam where they take several and the list is cut short', () => {
    expect(all.filter((one) => one.unreachable === 'EXAMS_MISSING').map((one) => one.title)).toEqual([
      'Microsoft Office Specialist 2013 Master',
      'Microsoft Office Specialist: Associate (Microsoft 365 Apps)',
      'Microsoft Office Specialist: Expert (Microsoft 365 Apps)',
    ]);
  });

  it('count twins once, under the newer code', () => {
    expect(titled('Microsoft Azure AI Fundamentals')).toEqual({
      id: 'exam.ai-901',
      title: 'Microsoft Azure AI Fundamentals',
      requires: [['AI-900', 'AI-901']],
      basis: 'exam',
      unreachable: null,
    });
  });

  it('and the exams are the same in every copy of the programme', () => {
    expect(
      createHash('sha256')
        .update(JSON.stringify([exams(), all]))
        .digest('hex'),
    ).toBe('9ec5fd43a6a2e525911245759f2bb79c7d90dbd9cbed9439f53888685a6ca753');
  });
});
