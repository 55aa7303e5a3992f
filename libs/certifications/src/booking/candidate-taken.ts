const ONE_PLACE: ReadonlySet<string | undefined> = new Set(['registration_candidate', 'engagement_one_place']);

/** Whether the database refused to have a candidate in two places at once, as a candidate or a proctor: exclusion_violation. */
export function isCandidateTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23P01' && ONE_PLACE.has(constraint);
}
