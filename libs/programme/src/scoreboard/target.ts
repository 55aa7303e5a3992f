import { z } from 'zod';

/** What the convention promises, in the order in which officials read it. */
export const TargetId = z
  .enum(['academies', 'trainers', 'certifications', 'courses', 'office365-users', 'literacy-completions'])
  .meta({ id: 'TargetId' });
export type TargetId = z.output<typeof TargetId>;

/** Which of a programme's targets is asked for. */
export const OneTarget = z.strictObject({ id: TargetId }).meta({ id: 'OneTarget' });
export type OneTarget = z.output<typeof OneTarget>;

/**
 * What grows week by week, so that its pace says something. Academies, trainers and courses are registers: what is to come of
 * them is registered by name, and a pace would promise what nobody has planned.
 */
export const FLOWS: readonly TargetId[] = ['certifications', 'office365-users', 'literacy-completions'];

/** The partnership's figures; literacy completions have no figure until the programme sets one. */
export const PROMISED: Record<TargetId, number | null> = {
  academies: 100,
  trainers: 420,
  certifications: 60_000,
  courses: 1_500,
  'office365-users': 500_000,
  'literacy-completions': null,
};
