import { describe, expect, it } from '@jest/globals';
import { WrittenDays } from '@takwin/platform/schema';
import { resultColumns, resultOf } from './results-file.js';

const NOW = new Date('2026-11-23T09:00:00Z');
const ID = '6f6c1d5e-8a52-4a41-9d5a-0d6f3a1f9d10';
const read = (header: string, row: string) =>
  resultOf(row.split(','), resultColumns(header.split(',')), NOW, new WrittenDays(false));

describe('a file of results', () => {
  it('is read whatever the order and spelling of its columns', () => {
    expect(read('Score,Registration ID,Started At', `700,${ID.toUpperCase()},2026-11-20T09:00:00Z`)).toEqual({
      registrationId: ID,
      startedAt: new Date('2026-11-20T09:00:00Z'),
      score: 700,
    });
    expect(read('matricule,exam,date,score', '9999000000001,mo-200,20/11/2026 09:30,0')).toEqual({
      matricule: '9999000000001',
      examCode: 'MO-200',
      startedAt: new Date('2026-11-20T09:30:00Z'),
      score: 0,
    });
  });

  it('tells matricules and exams in whatever digits and hyphens', () => {
    expect(read('matricule,exam,date,score', '٩٩٩٩٠٠٠٠٠٠٠٠١,ＭＯ\u2011200,20/11/2026 09:30,0')).toMatchObject({
      matricule: '9999000000001',
      examCode: 'MO-200',
    });
  });

  it('tells starts and scores in whatever digits, and marks that nobody sees', () => {
    const row = `\u200e${ID}\u200b,\u200f٢٠/١١/٢٠٢٦ ٠٩:٣٠,٧٠٠`;
    const told = { registrationId: ID, startedAt: new Date('2026-11-20T09:30:00Z'), score: 700 };
    expect(read('registrationId,startedAt,score', row)).toMatchObject(told);
  });

  it('has wall times of Morocco, on either side of 2026-09-20', () => {
    const start = (text: string) =>
      (read('registrationId,startedAt,score', `${ID},${text},1`) as { startedAt: Date }).startedAt;
    expect(start('2026-09-18 10:00')).toEqual(new Date('2026-09-18T09:00:00Z'));
    expect(start('2026-09-21 10:00')).toEqual(new Date('2026-09-21T10:00:00Z'));
    expect(start('2026-09-21 10:00:27')).toEqual(new Date('2026-09-21T10:00:27Z'));
    expect(start('21/09/2026 10:00:27')).toEqual(new Date('2026-09-21T10:00:27Z'));
    expect(start('2026-09-21 10:00:27.500')).toEqual(new Date('2026-09-21T10:00:27Z'));
    // Clocks showed the hour from two to three twice when Ramadan began.
    expect(start('2026-02-15 02:30')).toEqual(new Date('2026-02-15T01:30:00Z'));
    expect(start('2026-09-18T10:00:00+01:00')).toEqual(new Date('2026-09-18T09:00:00Z'));
  });

  it.each([
    [`${ID},2026-11-20T09:00:00Z,1001`, 'SCORE_OUT_OF_RANGE', 'score'],
    [`${ID},2026-11-20T09:00:00Z,-1`, 'SCORE_UNREADABLE', 'score'],
    [`${ID},2026-11-20T09:00:00Z,70.5`, 'SCORE_UNREADABLE', 'score'],
    [`${ID},2026-12-20T09:00:00Z,1`, 'STARTS_IN_THE_FUTURE', 'startedAt'],
    [`${ID},2026-02-30 09:00,1`, 'START_UNREADABLE', 'startedAt'],
    [`${ID},2026-02-20 09:00:60,1`, 'START_UNREADABLE', 'startedAt'],
    [`${ID},2026-03-22 02:30,1`, 'START_IS_SKIPPED', 'startedAt'],
    [`${ID},yesterday,1`, 'START_UNREADABLE', 'startedAt'],
    ['12,2026-11-20T09:00:00Z,1', 'REGISTRATION_UNREADABLE', 'registrationId'],
    [',2026-11-20T09:00:00Z,1', 'MATRICULE_UNREADABLE', 'matricule'],
    [',2026-11-20T09:00:00Z,1,9.99E+12,MO-200', 'MATRICULE_DAMAGED', 'matricule'],
    [',2026-11-20T09:00:00Z,1,9998000000001,?', 'EXAM_UNREADABLE', 'examCode'],
    [`${ID},2026-11-20T09:00:00Z,1,12`, 'MATRICULE_UNREADABLE', 'matricule'],
    [`${ID},2026-11-20T09:00:00Z,1,,?`, 'EXAM_UNREADABLE', 'examCode'],
  ])('refuses the row %s with %s', (row, code, column) => {
    expect(read('registrationId,startedAt,score,matricule,examCode', row)).toMatchObject({ fault: { code, column } });
  });

  it('tells of every cell that a row has wrong', () => {
    const row = '12,yesterday,1001,9.99E+12,?';
    expect(read('registrationId,startedAt,score,matricule,examCode', row)).toEqual({
      fault: {
        ...{ code: 'START_UNREADABLE', column: 'startedAt', reason: expect.any(String) },
        also: [
          ['SCORE_OUT_OF_RANGE', 'score'],
          ['REGISTRATION_UNREADABLE', 'registrationId'],
          ['MATRICULE_DAMAGED', 'matricule'],
          ['EXAM_UNREADABLE', 'examCode'],
        ].map(([code, column]) => ({ code, column, reason: expect.any(String) })),
      },
    });
  });

  it('without what it needs, or with a column twice or that it does not know, is refused whole', () => {
    const columns = (header: string) => () => resultColumns(header.split(','));
    expect(columns('score,startedAt')).toThrow('COLUMN_MISSING');
    expect(columns('registrationId,score')).toThrow('COLUMN_MISSING');
    expect(columns('registrationId,score,startedAt,Score')).toThrow('COLUMN_TWICE');
    expect(columns('registrationId,score,startedAt,matricul')).toThrow('HEADER_UNKNOWN');
  });
});
