import { CandidateIsTaken } from './registration.js';

const taken = () => new CandidateIsTaken();

/** What is refused by the constraints that keep a person in one place at a time, as a candidate or a proctor. */
export const CANDIDATE_ONE_PLACE = { registration_candidate: taken, engagement_one_place: taken };

/** Whether the database refused to have a candidate in two places at once: exclusion_violation. */
export function isCandidateTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23P01' && Object.hasOwn(CANDIDATE_ONE_PLACE, constraint ?? '');
}
