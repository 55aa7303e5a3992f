import type { course } from '@takwin/contracts/events/courses';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { CourseState } from './course.js';

export const courseLife = lifeCycle<CourseState, TypeOf<typeof course>>()({
  catalogue: { from: [], to: 'catalogued', event: 'CourseCatalogued' },
  change: { from: ['catalogued'], to: null, event: 'CourseChanged' },
});
