/** Whether the database refused to have a candidate in two places at once: exclusion_violation of that constraint. */
export function isCandidateTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23P01' && constraint === 'registration_candidate';
}
