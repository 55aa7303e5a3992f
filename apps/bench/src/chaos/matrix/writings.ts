import type { Writings } from './writing.js';
import { ACADEMY_WRITINGS } from './writings-academies.js';
import { EXAM_WRITINGS } from './writings-certifications.js';
import { COURSE_WRITINGS } from './writings-courses.js';
import { LICENCE_WRITINGS } from './writings-licensing.js';
import { UNPROVEN_WRITINGS } from './writings-unproven.js';

/** Every write that can be brought about, by its operation. */
export const WRITINGS: Writings = {
  ...ACADEMY_WRITINGS,
  ...COURSE_WRITINGS,
  ...EXAM_WRITINGS,
  ...LICENCE_WRITINGS,
  ...UNPROVEN_WRITINGS,
};
