import { academy, assignment, person, room } from './events/academies.js';
import { certification, charge, credential, exam, registration, sitting } from './events/certifications.js';
import { course, enrolment, literacy, offering } from './events/courses.js';
import { erasures } from './events/erasure.js';
import { licence } from './events/licensing.js';
import { retentions } from './events/retention.js';
import { trainer } from './events/trainers.js';
import type { Published } from './published.js';

/** Every kind of subject that some service publishes: what the compatibility check and the documentation read. */
export const allPublished: readonly Published[] = [
  academy,
  room,
  person,
  assignment,
  trainer,
  course,
  offering,
  enrolment,
  literacy,
  registration,
  sitting,
  exam,
  certification,
  credential,
  charge,
  licence,
  ...retentions,
  ...erasures,
];
