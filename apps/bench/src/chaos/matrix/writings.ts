import type { Writings } from './writing.js';
import { ACADEMY_WRITINGS } from './writings-academies.js';
import { EXAM_DAY_WRITINGS } from './writings-exam-day.js';
import { EXAM_WRITINGS } from './writings-certifications.js';
import { COURSE_WRITINGS } from './writings-courses.js';
import { LICENCE_WRITINGS } from './writings-licensing.js';

/** Every write that can be brought about, by its operation. */
export const WRITINGS: Writings = {
  ...ACADEMY_WRITINGS,
  ...COURSE_WRITINGS,
  ...EXAM_WRITINGS,
  ...LICENCE_WRITINGS,
  ...EXAM_DAY_WRITINGS,
};
