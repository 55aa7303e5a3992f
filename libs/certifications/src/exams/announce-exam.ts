import { exam } from '@takwin/contracts/events/certifications';
import { NotFound } from '@takwin/platform/errors';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { examLife, type ExamTransition } from './exam.life.js';
import type { ExamView } from './exam.js';
import { selectExams } from './exam.rows.js';

/** Publishes an exam, which has just taken the transition, and returns it. */
export async function announceExam(tx: Tx, transition: ExamTransition, code: string): Promise<ExamView> {
  const [view] = await selectExams(tx, sql`e.code = ${code}`);
  if (!view) throw new NotFound('exam');
  const { version, title, family, minutes, passMark, releasedOn, retiredOn, goneBy } = view;
  const state = { title, family, minutes, passMark, releasedOn, retiredOn, goneBy };
  await append(tx, exam, examLife.transitions[transition].event, [{ id: code, version, state }]);
  return view;
}
