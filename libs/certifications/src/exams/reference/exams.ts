import { shippedCsv } from '@takwin/platform/files';
import type { ExamFamily } from '../exam.js';
import { ADMINISTRATION_MINUTES, familyOf, MINUTES, PASS_MARK } from '../exam-family.js';
import { daysOf } from './exam-days.js';
import { CATALOGUE_COLUMNS } from '../catalogue-file.js';

export type ExamSeed = {
  /** Upper case: MO-200. */
  code: string;
  title: string;
  family: ExamFamily;
  /** Minutes of the exam itself. */
  minutes: number;
  /** Minutes before and after it: identity, agreement, survey. */
  administrationMinutes: number;
  /** Of 1000. */
  passMark: number;
  retakePolicy: 'mos' | 'role-based';
  /** The first and the last day on which it can be sat; null where no source tells. */
  releasedOn: string | null;
  retiredOn: string | null;
  /** A day on which it could no longer be sat, where no source tells the last one. */
  goneBy: string | null;
  /** Which source each fact is from, and the day of the newest. */
  source: string;
  asOf: string;
  /** In which it can be sat, as BCP 47 names them; null where no source names them. */
  languages: string[] | null;
  /** Other codes of the same title: the same subject, renewed under another number. The newest comes last. */
  twins: string[];
};

const DUMMY = 'DU-MMY';

/** The codes of the catalogue that shipped before there were days: what those count for stays as it was. */
export function firstCodes(): Set<string> {
  const rows = shippedCsv(new URL('../../../data/exams.csv', import.meta.url), ['code']);
  return new Set(rows.map(({ code }) => code.trim().toUpperCase()).filter((code) => code !== DUMMY));
}

/** The exams by the order of their codes, each with the days on which it can be sat; what is no exam (Applied Skills) is left out. */
export function exams(): ExamSeed[] {
  const rows = shippedCsv(new URL('../../../data/exams-current.csv', import.meta.url), [...CATALOGUE_COLUMNS])
    .filter(({ family }) => family !== 'applied-skills')
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const namesakes = Map.groupBy(rows, (row) => row.title.toLowerCase());
  return rows.map((row) => {
    const code = row.code;
    const title = row.title;
    const family = familyOf(code, title, row.family) as ExamFamily;
    return {
      code,
      title,
      family,
      minutes: Number(row.minutes) || MINUTES[family],
      administrationMinutes: ADMINISTRATION_MINUTES,
      passMark: Number(row.pass_score) || PASS_MARK,
      retakePolicy: family === 'mos' ? 'mos' : 'role-based',
      ...daysOf(row),
      source: row.source,
      asOf: row.as_of,
      languages: row.languages ? row.languages.split('|') : null,
      twins: namesakes
        .get(title.toLowerCase())!
        .map((twin) => twin.code)
        .filter((other) => other !== code),
    };
  });
}
