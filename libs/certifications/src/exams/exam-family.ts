import { ExamFamily } from './exam.js';

// Microsoft, Exam duration and question types; Certiport for MOS. Retired families: the nearest living kind's.
export const MINUTES: Record<ExamFamily, number> = {
  ...{ mos: 50, fundamentals: 45, 'role-based': 100, business: 45 },
  ...{ github: 100, mce: 50, mta: 45, mcp: 100 },
};
export const PASS_MARK = 700;

/** Before and after an exam: identity, agreement, survey. */
export const ADMINISTRATION_MINUTES = 20;

/**
 * The family of an exam by its code and title, and by what is said of it: that, where nothing else is known. What names no family stays as
 * it is said.
 */
export function familyOf(code: string, title: string, family: ExamFamily): ExamFamily;
export function familyOf(code: string, title: string, family: string): string;
export function familyOf(code: string, title: string, family: string): string {
  // As Microsoft's list calls the exams that were there before role-based ones.
  const isOld = family === 'mcsa-mcse' && /^(70|MB\d)-/.test(code);
  if (!isOld && !ExamFamily.safeParse(family).success) return family;
  if (/^(MO|77)-/.test(code)) return 'mos';
  if (code.startsWith('98-')) return 'mta';
  if (/^(70|MB\d)-/.test(code)) return 'mcp';
  return family === 'role-based' && title.endsWith('Fundamentals') ? 'fundamentals' : family;
}
