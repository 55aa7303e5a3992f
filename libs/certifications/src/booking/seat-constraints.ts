import { type ExamDays, ExamOutsideItsDays } from '../exams/exam-days.js';
import { CandidateIsTaken, NoAccessibleWorkstation } from './registration.js';

const taken = () => new CandidateIsTaken();

/** What is refused by the constraints that are asked as a candidate gets a seat: one place at a time, as a candidate or a
 * proctor, an accessible workstation for who needs one, and the days of the exam. */
export const SEAT_CONSTRAINTS = {
  registration_candidate: taken,
  engagement_one_place: taken,
  sitting_accessible: () => new NoAccessibleWorkstation(),
  registration_exam_days: (days?: string) =>
    new ExamOutsideItsDays(JSON.parse(days!) as ExamDays & { examCode: string; on: string }),
};

/** Whether the database refused a candidate the seat by one of them: exclusion_violation. */
export function isSeatRefused(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23P01' && Object.hasOwn(SEAT_CONSTRAINTS, constraint ?? '');
}
