import { readEnv } from '@takwin/platform/config';
import { z } from 'zod';

/** What the courses service reads besides what every service does. */
export const CoursesEnv = z.object({
  /** Of what a person learns on a day, so many hours count at most. */
  LEARNING_HOURS_A_DAY: z.coerce.number().min(1).max(24).default(8),
  /** A course is completed with this part of its hours at least. */
  COMPLETION_SHARE: z.coerce.number().min(0.5).max(1).default(0.8),
});

/** The part of a course's hours that one person learns for it to be completed or learnt. */
export const completionShare = (): number => readEnv(CoursesEnv).COMPLETION_SHARE;
