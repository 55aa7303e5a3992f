/** What decides whether a candidate may sit an exam in a sitting. Instants in milliseconds. */
export type Candidate = { academyId: string; province: string; region: string; inPrison: boolean };
export type Exam = { code: string; minutes: number; administrationMinutes: number };
export type Sitting = {
  academyId: string;
  province: string;
  region: string;
  inPrison: boolean;
  minutes: number;
  examCodes: readonly string[];
  proctorIds?: readonly string[];
  /** How many of its workstations that are accessible are left; none where that is not told. */
  accessible?: number;
};

/** Minutes that a candidate is in the room: the exam and its formalities. */
export const neededMinutes = ({ minutes, administrationMinutes }: Exam): number => minutes + administrationMinutes;

/** The exam as somebody sits it who is granted more time. */
export const longerBy = <E extends Exam>(exam: E, extraMinutes: number): E => ({
  ...exam,
  minutes: exam.minutes + extraMinutes,
});

/** A sitting that names no exams is for all of them. */
export const isOffered = (exam: Exam, { examCodes }: Sitting): boolean =>
  examCodes.length === 0 || examCodes.includes(exam.code);

export const isLongEnough = (exam: Exam, { minutes }: Sitting): boolean => neededMinutes(exam) <= minutes;

/** Whether a workstation is left that does for who needs an accessible one. */
export const isAccessible = (needed: boolean | undefined, { accessible = 0 }: Sitting): boolean =>
  !needed || accessible > 0;

/** Candidates of a prison centre sit in their own; nobody else sits in one. */
export const maySitThere = (
  candidate: Pick<Candidate, 'academyId' | 'inPrison'>,
  sitting: Pick<Sitting, 'academyId' | 'inPrison'>,
): boolean => (candidate.inPrison ? candidate.academyId === sitting.academyId : !sitting.inPrison);

/** Whether none of the sitting's proctors taught the candidate. */
export const isWatchedByOthers = (taughtBy: readonly string[], { proctorIds = [] }: Sitting): boolean =>
  !proctorIds.some((proctor) => taughtBy.includes(proctor));

/** How far a candidate travels: 0 the own academy, 1 the province, 2 the region, 3 beyond. */
export function distance(candidate: Candidate, sitting: Omit<Candidate, 'inPrison'>): 0 | 1 | 2 | 3 {
  if (candidate.academyId === sitting.academyId) return 0;
  if (candidate.region !== sitting.region) return 3;
  return candidate.province === sitting.province ? 1 : 2;
}
