import { shippedCsv } from '@takwin/platform/files';
import { exams, firstCodes, type ExamSeed } from './exams.js';

export type CertificationSeed = {
  /** Microsoft's uid (certification.mos-excel-2019), or exam.mo-210 for an exam that stands for itself. */
  id: string;
  title: string;
  /** Who has passed one exam of every group holds the certification; empty where nobody can. */
  requires: string[][];
  /** Where `requires` comes from: the source's list, the matching title of one exam, or the exam itself. */
  basis: 'published' | 'title' | 'exam';
  /** Why nobody can reach it with the exams we know; null where somebody can. */
  unreachable: 'NO_EXAM_NAMED' | 'EXAMS_MISSING' | null;
};

/**
 * The certifications that shipped first, with one for every exam of then that none of them names (twins share theirs, so that who
 * passes both is counted once); then those of the current list that ask for exams of today alone. What an exam counted for once it
 * goes on counting for: nobody is counted twice under two ids of one certification. A list of several exams means all of them,
 * where the source does not say 'one of'.
 */
export function certifications(): CertificationSeed[] {
  const known = exams();
  const codes = firstCodes();
  const current = currentOnes();
  const published = publishedOnes(
    known.filter(({ code }) => codes.has(code)),
    current,
  );
  const ids = new Set(published.map(({ id }) => id));
  const added = current.filter(({ id, requires }) => !ids.has(id) && requires.length > 0 && isOfToday(requires, codes));
  const named = new Set([...published, ...added].flatMap((one) => one.requires.flat()));
  return [...published, ...standingForThemselves(known, named), ...added];
}

const isOfToday = (requires: readonly string[][], first: ReadonlySet<string>): boolean =>
  requires.flat().every((code) => !first.has(code));

function currentOnes(): CertificationSeed[] {
  const file = new URL('../../../data/certifications-current.csv', import.meta.url);
  return shippedCsv(file, ['id', 'title', 'exams', 'rule']).map(({ id, title, exams: list, rule }) => {
    const codes = list.split('|').filter(Boolean);
    const requires = rule === 'one of' ? [codes] : codes.map((code) => [code]);
    return { id, title, requires, basis: 'published', unreachable: null };
  });
}

function publishedOnes(known: readonly ExamSeed[], current: readonly CertificationSeed[]): CertificationSeed[] {
  const file = new URL('../../../data/certifications.csv', import.meta.url);
  return shippedCsv(file, ['uid', 'title', 'exams']).map(({ uid, title, exams: list }) => {
    const codes = list.split('|').filter(Boolean);
    const named = codes.map((code) => [code.toUpperCase()]);
    const incomplete = CUMULATIVE.test(title) && named.length < 2;
    if (named.length > 0) {
      return {
        id: uid,
        title,
        requires: incomplete ? [] : named,
        basis: 'published',
        unreachable: incomplete ? 'EXAMS_MISSING' : null,
      };
    }
    const ofSameTitle = known.filter((exam) => exam.family === 'mos' && subject(exam.title) === subject(title));
    if (ofSameTitle.length === 1)
      return { id: uid, title, requires: [[ofSameTitle[0]!.code]], basis: 'title', unreachable: null };
    const { requires } = current.find(({ id }) => id === uid)!;
    return { id: uid, title, requires, basis: 'published', unreachable: requires.length > 0 ? null : 'NO_EXAM_NAMED' };
  });
}

// Takes two exams or more by its nature (Certiport, MOS certification paths), whatever a shortened list says.
const CUMULATIVE = /^Microsoft Office Specialist(: (Associate|Expert) \(| 2013 Master|: 2016 Master)/;

/** What a MOS title is about: 'Excel (Office 2019)' for both the exam and its certification. */
const subject = (title: string): string =>
  title.replace(/^Microsoft (Office Specialist: )?/, '').replace(' Associate (', ' (');

function standingForThemselves(known: readonly ExamSeed[], named: ReadonlySet<string>): CertificationSeed[] {
  const alone = known.filter((exam) => !named.has(exam.code));
  return [...Map.groupBy(alone, (exam) => exam.title.toLowerCase()).values()].map((twins) => {
    const newest = twins.at(-1)!;
    return {
      id: `exam.${newest.code.toLowerCase()}`,
      title: newest.title,
      requires: [twins.map((exam) => exam.code)],
      basis: 'exam',
      unreachable: null,
    };
  });
}
