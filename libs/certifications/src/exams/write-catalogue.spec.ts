import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvLine, shippedCsv } from '@takwin/platform/files';
import { Vault } from '@takwin/platform/vault';
import { savedBySpreadsheet, styled, workbookOf, zipOf } from '@takwin/platform/testing';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { CATALOGUE_COLUMNS } from './catalogue-file.js';
import { ExamFamily } from './exam.js';
import { RunResultImportHandler } from '../results/run-result-import.js';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());

const CSV = { headers: { 'content-type': 'text/csv' } };
const UNREAD = ['level', 'certifications'];
/** The file that ships, by the columns of a catalogue and some others of its own. */
function shipped(...others: string[]): string {
  const columns = [...CATALOGUE_COLUMNS, ...others];
  const rows = shippedCsv(new URL('../../data/exams-current.csv', import.meta.url), columns);
  return [columns, ...rows.map((row) => columns.map((column) => row[column]!))].map(csvLine).join('');
}
const HEADER = 'code,title,family,minutes,pass_score,released_on,retired_on,source,as_of';
const file = (...rows: string[]): string => [HEADER, ...rows].join('\n');
async function imported(text: string | Uint8Array, about = '') {
  const { body } = await house.admin.post(`/v1/imports?kind=exam-catalogue${about}`, text, CSV);
  await new RunResultImportHandler(house.database.db, { wake: async () => {} } as never, house.running.get(Vault)).run(
    body.id,
  );
  return (await house.admin.get(`/v1/imports/${body.id}`)).body;
}
/** Of the rejected rows of a file: where, why and which column. */
async function rejectedOf(...rows: string[]): Promise<string[]> {
  const { id } = await imported(file(...rows));
  const { body } = await house.admin.get(`/v1/imports/${id}/rejected.csv`);
  return [...String(body).matchAll(/,(\d+,[A-Z_]+,[a-z_]+),/g)].map(([, found]) => found!);
}
const exam = async (code: string) => (await house.admin.get(`/v1/exams/${code}`)).body;

describe('a catalogue of exams that is sent as a file', () => {
  it('is the file that ships, which changes nothing: what is no exam is rejected', async () => {
    const { rejected, ...told } = await imported(shipped());
    expect(told).toMatchObject({ kind: 'exam-catalogue', state: 'done', rows: 259, accepted: 222, changes: 0 });
    expect(rejected).toBe(37);
    expect((await exam('AZ-900')).corrected).toBe(false);
  });

  it('has no column that nobody reads', async () => {
    for (const column of UNREAD) {
      const told = await imported(shipped(column));
      expect(told).toMatchObject({ state: 'refused', code: 'HEADER_UNKNOWN' });
    }
  });

  it('adds what is not there and tells what is there better, and says of each row that it cannot read why', async () => {
    const text = file(
      'XA-100,Another Exam Fundamentals,role-based,,,,,Vendor list,2026-11-20',
      'az-900,,fundamentals,,,,,Vendor list,',
      'AZ-900,Azure Fundamentals,fundamentals,50,,,2027-03-31,Vendor list,2026-11-20',
      'XA-101,Reversed,mos,,,2027-02-01,2027-01-31,Vendor list,',
      'XA-102,A lab,applied-skills,,,,,Vendor list,',
      'XA-103,Too long,mos,9000,,,,Vendor list,',
      'XA-105,#REF!,mos,,,,,Vendor list,',
      'XA-104,Gone,mos,,,,,"title=V;retired-undated:V",2026-11-20',
    );
    const told = await imported(text, '&dryRun=true');
    expect(told).toMatchObject({ rows: 8, accepted: 3, rejected: 5, changes: 3, dryRun: true });
    expect((await house.admin.get('/v1/exams/XA-100')).status).toBe(404);
    const { id } = await imported(text);
    expect(await exam('XA-100')).toMatchObject({
      family: 'fundamentals',
      minutes: 45,
      source: 'Vendor list',
      version: 1,
    });
    expect(await exam('AZ-900')).toMatchObject({
      minutes: 50,
      retiredOn: '2027-03-31',
      asOf: '2026-11-20',
      corrected: true,
    });
    expect(await exam('XA-104')).toMatchObject({ retiredOn: null, goneBy: '2026-11-20' });
    const { id: both } = await imported(file('XA-106,,mos,9000,,2027-02-01,2027-01-31,Vendor list,'));
    expect((await house.admin.get(`/v1/imports/${both}/rejected.csv`)).body).toMatch(
      /,2,TOO_SMALL,title,.*minutes \(TOO_BIG\).*retired_on \(DAYS_OUT_OF_ORDER\)/,
    );
    const { body: rejected } = await house.admin.get(`/v1/imports/${id}/rejected.csv`);
    const why = [...rejected.matchAll(/,(\d+),([A-Z_]+),([a-z_]+),/g)].map(([, ...found]) => found.join(' '));
    expect(why).toEqual([
      '3 TOO_SMALL title',
      '5 DAYS_OUT_OF_ORDER retired_on',
      '6 INVALID_VALUE family',
      '7 TOO_BIG minutes',
      '8 INVALID_VALUE title',
    ]);
    expect(await imported(text)).toMatchObject({ accepted: 3, changes: 0 });
    const again = await imported(savedBySpreadsheet(rejected));
    expect(again).toMatchObject({ rows: 5, accepted: 0, rejected: 5 });
    const { body: same } = await house.admin.get(`/v1/imports/${again.id}/rejected.csv`);
    const rowsOf = (csv: string) => csv.replace(/,\d+,([A-Z_]+,[a-z_]+,)/g, ',$1');
    expect(rowsOf(same)).toBe(rowsOf(rejected));
  });

  it('is taken as a workbook, and with its days as a French spreadsheet writes them', async () => {
    const row = (day: string): string => `XA-300,Of a workbook,mos,50,700,${day},,Vendor list,2026-11-20`;
    const file300 = workbookOf({
      Catalogue: [
        HEADER.split(','),
        ['XA-300', 'Of a workbook', 'mos', 50, 700, styled('day', 46054), null, 'Vendor list', styled('day', 46346)],
      ],
    });
    expect(await imported(file300)).toMatchObject({ state: 'done', accepted: 1, changes: 1 });
    expect(await exam('XA-300')).toMatchObject({ minutes: 50, releasedOn: '2026-02-01', asOf: '2026-11-20' });
    for (const day of ['01/02/2026', '2026-02-01'])
      expect(await imported(file(row(day)))).toMatchObject({ accepted: 1, changes: 0 });
  });

  it('says one thing of an exam: another is refused, and the same again changes nothing', async () => {
    const row = (title: string, minutes: string) => `XB-100,${title},mos,${minutes},,,,Vendor list,`;
    const told = await imported(file(row('Twice', '50'), row('Twice otherwise', '60'), row('Twice', '50')));
    expect(told).toMatchObject({ rows: 3, accepted: 2, rejected: 1, changes: 1 });
    expect(await exam('XB-100')).toMatchObject({ title: 'Twice', minutes: 50, version: 1 });
    const { body } = await house.admin.get(`/v1/imports/${told.id}/rejected.csv`);
    expect(body).toContain(',3,EXAM_TOLD_OTHERWISE,code,');
  });

  it('names families that exist, and means by them what the form does', async () => {
    const told = await imported(
      file(
        'MO-541,No family,zzz,50,,,,V,',
        'MO-200,No family,zzz,50,,,,V,',
        'MO-542,Old name,mcsa-mcse,50,,,,V,',
        'MO-592,By file,fundamentals,50,,,,V,',
        'XE-100,Ours Fundamentals,role-based,50,,,,V,',
      ),
    );
    expect(told).toMatchObject({ accepted: 2, rejected: 3, changes: 2 });
    const { body } = await house.admin.get(`/v1/imports/${told.id}/rejected.csv`);
    expect(body.match(/INVALID_VALUE,family/g)).toHaveLength(3);
    expect((await exam('MO-200')).title).not.toBe('No family');
    const about = { minutes: 50, source: 'V' };
    await house.admin.post('/v1/exams', { ...about, code: 'MO-591', title: 'By form', family: 'fundamentals' });
    await house.admin.post('/v1/exams', { ...about, code: 'XE-101', title: 'Our Fundamentals', family: 'role-based' });
    for (const code of ['MO-591', 'MO-592'])
      expect(await exam(code)).toMatchObject({ family: 'mos', retakePolicy: 'mos', retakeFamily: 'mos' });
    for (const code of ['XE-100', 'XE-101'])
      expect(await exam(code)).toMatchObject({ family: 'fundamentals', retakeFamily: 'role-based' });
  });

  it('tells in words what a cell is to hold', async () => {
    const told = await imported(
      file(
        'XB-110,,mos,,,,,V,',
        'XB-111,T,other,,,,,V,',
        'XB-112,T,mos,3,,,,V,',
        'XB-113,T,mos,,,,9999-12-31,V,',
        '?,T,mos,,,,,V,',
        'XB-114,T,other,3,,,31/02/2026,V,',
      ),
    );
    const { body } = await house.admin.get(`/v1/imports/${told.id}/rejected.csv`);
    const reasons = String(body)
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.replace(/^.*?,\d,(?=[A-Z])/, ''));
    expect(reasons.map((reason) => reason.replaceAll('"', ''))).toEqual([
      'TOO_SMALL,title,is missing',
      'INVALID_VALUE,family,mos, fundamentals, role-based, business, github, mce, mta, mcp',
      'TOO_SMALL,minutes,a whole number from 5 to 480',
      'INVALID_DATE,retired_on,between the years 1 and 9998',
      'INVALID_FORMAT,code,a code such as MO-200',
      'INVALID_VALUE,family,mos, fundamentals, role-based, business, github, mce, mta, mcp | minutes (TOO_SMALL) : ' +
        'a whole number from 5 to 480 | retired_on (INVALID_DATE) : Invalid ISO date',
    ]);
    for (const phrase of [ExamFamily.options.join(', '), 'a whole number from 5 to 480', 'a code such as MO-200'])
      expect(CATALOGUE.faults).toHaveProperty([phrase]);
  });

  it('is of a day that has come, and no older than what it changes', async () => {
    const row = (code: string, title: string, asOf: string) => `${code},${title},mos,50,,,,Vendor list,${asOf}`;
    expect(
      await rejectedOf(
        row('XC-100', 'Today', '2026-11-23'),
        row('XC-101', 'Tomorrow', '2026-11-24'),
        row('AZ-900', 'Tomorrow', '2031-01-01'),
      ),
    ).toEqual(['3,SOURCE_IS_TO_COME,as_of', '4,SOURCE_IS_TO_COME,as_of']);
    expect((await house.admin.get('/v1/exams/XC-101')).status).toBe(404);
    expect(await rejectedOf(row('XC-100', 'Yesterday', '2026-11-22'))).toEqual(['2,SOURCE_IS_OLDER,as_of']);
    expect(await rejectedOf(row('XC-100', 'Today', '2026-11-22'))).toEqual([]);
    expect(await exam('XC-100')).toMatchObject({ title: 'Today', asOf: '2026-11-23', version: 1 });
    await house.admin.patch('/v1/exams/XC-100', { title: 'By form', source: 'V' });
    expect(await rejectedOf(row('XC-100', 'Today', '2026-11-22'))).toEqual(['2,SOURCE_IS_OLDER,as_of']);
  });

  it('does not go over what was told by hand on the same day, and says so', async () => {
    const row = (code: string, minutes: number, asOf: string) =>
      `${code},By file,mos,${minutes},,,,Vendor list,${asOf}`;
    const today = '2026-11-23';
    expect(await rejectedOf(row('XF-100', 50, today))).toEqual([]);
    expect(await rejectedOf(row('XF-100', 51, today))).toEqual([]);
    await house.admin.patch('/v1/exams/XF-100', { minutes: 60, source: 'Call' });
    await house.admin.patch('/v1/exams/XF-100', { source: 'Letter' });
    for (const asOf of [today, '2026-11-22'])
      expect(await rejectedOf(row('XF-100', 52, asOf))).toEqual(['2,SOURCE_IS_OLDER,as_of']);
    expect(await imported(file(row('XF-100', 60, today)))).toMatchObject({ accepted: 1, changes: 0 });
    const about = { code: 'XF-101', title: 'By file', family: 'mos', minutes: 50, source: 'V' };
    await house.admin.post('/v1/exams', about);
    expect(await rejectedOf(row('XF-101', 51, today))).toEqual(['2,SOURCE_IS_OLDER,as_of']);
    expect(await rejectedOf(row('XF-102', 50, today))).toEqual([]);
    await house.admin.patch('/v1/exams/XF-102', { source: 'Call' });
    expect(await rejectedOf(row('XF-102', 51, today))).toEqual(['2,SOURCE_IS_OLDER,as_of']);
    expect(await rejectedOf(row('XF-103', 50, today))).toEqual([]);
    await house.admin.patch('/v1/exams/XF-103', { minutes: 50, source: 'Vendor list' });
    expect(await rejectedOf(row('XF-103', 51, today))).toEqual(['2,SOURCE_IS_OLDER,as_of']);
    await house.sql(sql`update exam set as_of = '2026-11-20' where code like 'XF-10_'`);
    for (const code of ['XF-100', 'XF-101', 'XF-102']) {
      expect(await rejectedOf(row(code, 53, '2026-11-21'))).toEqual([]);
      expect(await rejectedOf(row(code, 54, '2026-11-21'))).toEqual([]);
      expect(await exam(code)).toMatchObject({ minutes: 54, asOf: '2026-11-21' });
    }
  });

  it('adds by a row without a day what nobody knows, of no day, and changes nothing by it', async () => {
    expect(await rejectedOf('XG-100,Undated,mos,50,,,,V,')).toEqual([]);
    expect(await exam('XG-100')).toMatchObject({ asOf: null, source: 'V' });
    expect(await rejectedOf('XG-100,Undated,mos,50,,,,V,')).toEqual([]);
    expect(
      await rejectedOf(
        'XG-100,Otherwise,mos,50,,,,V,',
        'GH-100,Otherwise,github,50,,,,V,',
        'XG-101,Gone,mos,50,,,,retired-undated:V,',
      ),
    ).toEqual(['2,SOURCE_IS_UNDATED,as_of', '3,SOURCE_IS_UNDATED,as_of', '4,SOURCE_IS_UNDATED,as_of']);
    expect((await house.admin.get('/v1/exams/XG-101')).status).toBe(404);
    expect(await rejectedOf('XG-100,Dated,mos,50,,,,V,2025-01-31')).toEqual([]);
    expect(await exam('XG-100')).toMatchObject({ title: 'Dated', asOf: '2025-01-31' });
  });

  it('tells in which languages an exam can be sat, as the form does', async () => {
    const languages = (code: string, told: string) =>
      imported(`code,title,family,languages,source,as_of\n${code},Told,mos,${told},V,2026-11-20`);
    expect(await languages('XH-100', 'ja | EN|pt-br|en')).toMatchObject({ accepted: 1, changes: 1 });
    expect(await exam('XH-100')).toMatchObject({ languages: ['en', 'ja', 'pt-BR'] });
    expect(await languages('XH-100', 'pt-BR|ja|en')).toMatchObject({ accepted: 1, changes: 0 });
    expect(await languages('XH-100', '')).toMatchObject({ accepted: 1, changes: 0 });
    const { id } = await languages('XH-100', 'English');
    const { body } = await house.admin.get(`/v1/imports/${id}/rejected.csv`);
    expect(body).toContain('INVALID_FORMAT,languages,');
    expect(body).toContain('such as fr or pt-BR');
    expect(await languages('XH-100', 'none-known')).toMatchObject({ accepted: 1, changes: 1 });
    expect(await exam('XH-100')).toMatchObject({ languages: null });
    const form = await house.admin.patch('/v1/exams/XH-100', { languages: ['FR', 'ar', 'fr'], source: 'Page' });
    expect(form.body).toMatchObject({ languages: ['ar', 'fr'], source: expect.stringContaining('languages=Page') });
    const wrong = await house.admin.patch('/v1/exams/XH-100', { languages: ['English'], source: 'Page' });
    expect(wrong.body.errors).toMatchObject([{ path: 'languages.0' }]);
    const mutation = `mutation ($i: CorrectExamInput!) { correctExam(input: $i) { languages } }`;
    const asked = await house.admin.graphql(mutation, { i: { code: 'XH-100', languages: null, source: 'Call' } });
    expect(asked.body.data.correctExam).toEqual({ languages: null });
  });

  it('takes a first or a last day back by a word for that, and by no empty cell', async () => {
    const row = (first: string, last: string, source = 'V') =>
      `XJ-100,Days,mos,50,,${first},${last},${source},2026-11-20`;
    expect(await rejectedOf(row('2026-01-01', '2026-12-31'))).toEqual([]);
    expect(await rejectedOf(row('', ''))).toEqual([]);
    expect(await exam('XJ-100')).toMatchObject({ releasedOn: '2026-01-01', retiredOn: '2026-12-31' });
    expect(await imported(file(row('', 'None-Known')))).toMatchObject({ accepted: 1, changes: 1 });
    expect(await exam('XJ-100')).toMatchObject({ releasedOn: '2026-01-01', retiredOn: null, goneBy: null });
    expect(await rejectedOf(row('', '', 'retired-undated:V'))).toEqual([]);
    expect(await exam('XJ-100')).toMatchObject({ goneBy: '2026-11-20' });
    expect(await rejectedOf(row('none-known', 'none-known'))).toEqual([]);
    const now = await exam('XJ-100');
    expect(now).toMatchObject({ releasedOn: null, retiredOn: null, goneBy: null });
    expect(now.source).not.toContain('undated');
    expect(
      await rejectedOf('XJ-101,none-known,mos,,,,,V,', 'XJ-101,T,mos,,,,,none-known,', 'XJ-101,T,mos,,,,,V,none-known'),
    ).toEqual(['2,STANDS_FOR_NONE,title', '3,STANDS_FOR_NONE,source', '4,STANDS_FOR_NONE,as_of']);
    expect(CATALOGUE.refusals).toHaveProperty('SOURCE_IS_UNDATED');
  });

  it('names sources that are some, and no formula; at the forms neither', async () => {
    const WRONG = [
      '=HYPERLINK(1)',
      '@SUM(A1)',
      '+1',
      '-1',
      'NULL',
      'N/A',
      'n/a',
      'title=NULL',
      'title=LS;minutes==1+1',
      'title=',
      'title=LS;minutes=',
    ];
    const told = await rejectedOf(...WRONG.map((source, at) => `XK-10${at},T,mos,50,,,,${source},`));
    const codes = WRONG.map((source) =>
      /[=@+-]/.test(source[0]!) || source.includes('==') ? 'IS_FORMULA' : 'STANDS_FOR_NONE',
    );
    expect(told).toEqual(codes.map((code, at) => `${at + 2},${code},source`));
    const about = { code: 'XK-100', title: 'An exam', family: 'mos', minutes: 50 };
    for (const [at, source] of WRONG.entries()) {
      const faults = [{ path: 'source', code: codes[at]!.toLowerCase() }];
      const retiring = { retiredOn: '2026-12-31', source };
      expect((await house.admin.post('/v1/exams', { ...about, source })).body.errors).toMatchObject(faults);
      expect((await house.admin.patch('/v1/exams/AZ-900', { source })).body.errors).toMatchObject(faults);
      expect((await house.admin.post('/v1/exams/AZ-900/retire', retiring)).body.errors).toMatchObject(faults);
    }
    expect(await rejectedOf('XK-110,T,mos,50,,,,https://learn.microsoft.com/x?a=1 (page),')).toEqual([]);
  });

  it('moves the day of what it confirms on: an older one that says otherwise is refused from then on', async () => {
    const { title, source, version, ...before } = await exam('GH-200');
    const row = (minutes: number, from: string, asOf: string) =>
      file(`GH-200,${title},github,${minutes},700,,,${from},${asOf}`);
    const confirmed = await imported(row(before.minutes, 'Page', '2026-11-20'));
    expect(confirmed).toMatchObject({ accepted: 1, rejected: 0 });
    const now = await exam('GH-200');
    expect(now).toMatchObject({ minutes: before.minutes, asOf: '2026-11-20', corrected: false, version: version + 1 });
    expect(now.source).toContain('minutes=Page');
    expect(now.source).not.toBe(source);
    const { id, rejected } = await imported(row(75, 'Blog', '2026-10-01'));
    expect(rejected).toBe(1);
    expect((await house.admin.get(`/v1/imports/${id}/rejected.csv`)).body).toContain(',SOURCE_IS_OLDER,as_of,');
    for (const day of ['2026-10-01', '2026-11-20', ''])
      expect(await imported(row(before.minutes, 'Blog', day))).toMatchObject({ accepted: 1, changes: 0 });
    expect(await exam('GH-200')).toEqual(now);
  });

  it('has titles that no spreadsheet runs, and passes nobody with nothing; at the forms neither', async () => {
    const rows = ['=1+1', '+1', '-1', '@SUM(A1)', 'NULL', 'n/a'].map((title, at) => `XD-10${at},${title},mos,50,,,,V,`);
    const told = await imported(file(...rows, 'XD-110,For nothing,mos,50,0,,,V,'));
    expect(told).toMatchObject({ rows: 7, accepted: 0, rejected: 7 });
    const { body } = await house.admin.get(`/v1/imports/${told.id}/rejected.csv`);
    const why = [...String(body).matchAll(/,\d+,([A-Z_]+,[a-z_]+),/g)].map(([, found]) => found!);
    expect(why).toEqual([
      ...Array.from({ length: 4 }, () => 'IS_FORMULA,title'),
      ...['STANDS_FOR_NONE,title', 'STANDS_FOR_NONE,title', 'TOO_SMALL,pass_score'],
    ]);
    const about = { code: 'XD-100', title: 'An exam', family: 'mos', minutes: 50, source: 'V' };
    const faultsOf = async (to: object): Promise<unknown> => (await house.admin.post('/v1/exams', to)).body.errors;
    expect(await faultsOf({ ...about, title: '=1+1' })).toMatchObject([{ path: 'title', code: 'is_formula' }]);
    expect(await faultsOf({ ...about, title: 'NULL' })).toMatchObject([{ path: 'title', code: 'stands_for_none' }]);
    expect(await faultsOf({ ...about, passMark: 0 })).toMatchObject([{ path: 'passMark', code: 'too_small' }]);
    const corrected = await house.admin.patch('/v1/exams/AZ-900', { title: '@x', passMark: 0, source: 'V' });
    expect(corrected.body.errors.map(({ path }: { path: string }) => path)).toEqual(['title', 'passMark']);
  });

  it('has no day for another where it writes month/day/year', async () => {
    const rows = [
      'XB-120,One,mos,,,04/05/2026,,V,',
      'XB-121,Two,mos,,,04/25/2026,,V,',
      'XB-122,Three,mos,,,25/04/2026,,V,',
    ];
    expect(await imported(file(...rows))).toMatchObject({ rows: 3, accepted: 1, rejected: 2 });
    expect((await house.admin.get('/v1/exams/XB-120')).status).toBe(404);
  });

  it('is refused whole without its columns, and of whom the catalogue is not', async () => {
    expect(await imported('code,title\nXA-200,No family')).toMatchObject({ state: 'refused', code: 'COLUMN_MISSING' });
    const misspelt = await imported('code,title,family,source,Minute\nXA-200,Title,mos,V,60');
    expect(misspelt).toMatchObject({ state: 'refused', code: 'HEADER_UNKNOWN' });
    const sender = house.admin.as(await house.tokens.of({ role: 'integrator' }));
    const refused = await sender.post('/v1/imports?kind=exam-catalogue', file(), CSV);
    expect(refused).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });

  it('is listed by its kind, and not among results', async () => {
    const { items } = (await house.admin.get('/v1/imports?kind=exam-catalogue&first=1')).body;
    expect(items).toMatchObject([{ kind: 'exam-catalogue' }]);
    expect((await house.admin.get('/v1/imports?kind=results')).body.items).toEqual([]);
  });

  it('is taken as a zip of files, as results are', async () => {
    const row = (code: string, family = 'mos') => `${code},Of a zip,${family},50,700,,,Vendor list,2026-11-20`;
    const exams = zipOf({ '2.csv': file(row('XA-311'), row('XA-312', 'none')), '1.csv': file(row('XA-310')) });
    const told = await imported(exams);
    expect(told).toMatchObject({ state: 'done', rows: 3, accepted: 2, rejected: 1, changes: 2 });
    const rejectedOf = async (id: string) => (await house.admin.get(`/v1/imports/${id}/rejected.csv`)).body;
    expect(await rejectedOf(told.id)).toContain(',2.csv,3,INVALID_VALUE,family,');
    const header = 'matricule,exam,date,score';
    const results = zipOf({ 'a.csv': header, 'b/c.csv': `${header}\n12,MO-200,20/11/2026 09:30,700` });
    const { body } = await house.admin.post('/v1/imports?kind=results', results, {
      headers: { 'content-type': 'application/zip' },
    });
    await new RunResultImportHandler(
      house.database.db,
      { wake: async () => {} } as never,
      house.running.get(Vault),
    ).run(body.id);
    expect((await house.admin.get(`/v1/imports/${body.id}`)).body).toMatchObject({ state: 'done', rejected: 1 });
    expect(await rejectedOf(body.id)).toContain(',b/c.csv,2,MATRICULE_UNREADABLE,matricule,');
  });
});
