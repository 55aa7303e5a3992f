import { exam } from '@takwin/contracts/events/certifications';
import { NotFound } from '@takwin/platform/errors';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { examLife, type ExamTransition } from './exam.life.js';
import type { ExamView } from './exam.js';
import { selectExams } from './exam.rows.js';

/** Publishes an exam, which has just taken the transition, and returns it. */
export async function announceExam(tx: Tx, transition: ExamTransition, code: string): Promise<ExamView> {
  const [view] = await announceExams(tx, transition, sql`e.code = ${code}`);
  if (!view) throw new NotFound('exam');
  return view;
}

/** Publishes those exams that have taken the transition. */
export async function announceExams(tx: Tx, transition: ExamTransition, which: Sql): Promise<ExamView[]> {
  const views = await selectExams(tx, which, sql`order by e.code`);
  const changes = views.map(({ code, version, title, family, minutes, passMark, releasedOn, retiredOn, goneBy }) => ({
    ...{ id: code, version },
    state: { title, family, minutes, passMark, releasedOn, retiredOn, goneBy },
  }));
  await append(tx, exam, examLife.transitions[transition].event, changes);
  return views;
}
