import type { Follows } from '@takwin/platform/runner/domain-service';
import * as copies from './copies.js';

/** The copies that the scoreboard is counted from, by the log that fills them. */
export const follows: Required<Follows> = {
  academies: [copies.academies, copies.persons],
  trainers: [copies.trainers],
  courses: [copies.courses, copies.offerings, copies.literacyTracks],
  certifications: [copies.registrations, copies.certifications],
  licensing: [copies.licences],
};
