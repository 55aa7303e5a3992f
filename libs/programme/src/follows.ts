import type { Service } from '@takwin/contracts/topology';
import type { Copy } from '@takwin/platform/events';
import * as copies from './copies.js';

/** The copies that the scoreboard is counted from, by the log that fills them. */
export const follows: Record<Service, readonly Copy[]> = {
  academies: [copies.academies, copies.persons],
  trainers: [copies.trainers],
  courses: [copies.courses, copies.offerings, copies.enrolments, copies.literacyTracks],
  certifications: [copies.registrations, copies.certifications],
  licensing: [copies.licences],
};
