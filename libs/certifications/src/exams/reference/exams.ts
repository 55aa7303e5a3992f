import { shippedCsv } from '@takwin/platform/files';

type ExamFamily = 'mos' | 'fundamentals' | 'role-based' | 'mta' | 'mcp';

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
  /** Whether Microsoft still shows a study guide: the source's only sign of life, and no proof that an exam is sold. */
  studyGuideLive: boolean;
  /** Other codes of the same title: the same subject, renewed under another number. The newest comes last. */
  twins: string[];
};

const DUMMY = 'DU-MMY';

// Microsoft, Exam duration and question types; Certiport for MOS. MTA and MCP are retired: the nearest living kind's.
const MINUTES: Record<ExamFamily, number> = { mos: 50, fundamentals: 45, 'role-based': 100, mta: 45, mcp: 100 };

/** Microsoft's exams: codes in upper case, the source's dummy row dropped, twins kept and named as such. */
export function exams(): ExamSeed[] {
  const rows = shippedCsv(new URL('../../../data/exams.csv', import.meta.url), ['code', 'title', 'study_guide_live'])
    .map((row) => ({ ...row, code: row.code.trim().toUpperCase(), title: row.title.trim() }))
    .filter((row) => row.code !== DUMMY);
  const namesakes = Map.groupBy(rows, (row) => row.title.toLowerCase());
  return rows.map(({ code, title, study_guide_live }) => {
    const family = familyOf(code, title);
    return {
      code,
      title,
      family,
      minutes: MINUTES[family],
      administrationMinutes: 20,
      passMark: 700,
      retakePolicy: family === 'mos' ? 'mos' : 'role-based',
      studyGuideLive: study_guide_live === '1',
      twins: namesakes
        .get(title.toLowerCase())!
        .map((twin) => twin.code)
        .filter((other) => other !== code),
    };
  });
}

function familyOf(code: string, title: string): ExamFamily {
  if (/^(MO|77)-/.test(code)) return 'mos';
  if (code.startsWith('98-')) return 'mta';
  if (/^(70|MB\d)-/.test(code)) return 'mcp';
  return title.endsWith('Fundamentals') ? 'fundamentals' : 'role-based';
}
