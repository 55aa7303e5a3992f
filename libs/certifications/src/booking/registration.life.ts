import type { registration } from '@takwin/contracts/events/certifications';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { RegistrationState } from './registration.js';

/**
 * The life of a registration. It begins with a wish or a seat, or is written down as waiting or refused by a campaign; a lost
 * sitting turns a seat into a wish again; what was recorded wrongly of the day is taken back; a result may be corrected for ever.
 */
export const registrationLife = lifeCycle<RegistrationState, TypeOf<typeof registration>>()({
  request: { from: [], to: 'requested', event: 'ExamRequested' },
  book: { from: [], to: 'booked', event: 'SeatBooked' },
  enlist: { from: [], to: 'waitlisted', event: 'RegistrationWaitlisted' },
  turnDown: { from: [], to: 'refused', event: 'RegistrationRefused' },

  seat: { from: ['requested', 'waitlisted'], to: 'booked', event: 'SeatBooked' },
  wait: { from: ['requested', 'waitlisted'], to: 'waitlisted', event: 'RegistrationWaitlisted' },
  refuse: { from: ['requested', 'waitlisted'], to: 'refused', event: 'RegistrationRefused' },
  askAgain: { from: ['waitlisted'], to: 'requested', event: 'ExamRequested' },

  // Nothing pays for the seat, or a campaign that is planned anew has none left.
  unseat: { from: ['booked'], to: 'waitlisted', event: 'RegistrationWaitlisted' },
  move: { from: ['requested', 'waitlisted'], to: 'booked', event: 'SeatBooked' },
  relocate: { from: ['booked'], to: 'booked', event: 'SeatRetimed' },
  withdraw: { from: ['booked'], to: 'requested', event: 'SeatWithdrawn' },
  retime: { from: ['booked'], to: 'booked', event: 'SeatRetimed' },
  cancel: { from: ['requested', 'waitlisted', 'booked'], to: 'cancelled', event: 'RegistrationCancelled' },

  admit: { from: ['booked'], to: 'booked', event: null },
  begin: { from: ['booked'], to: 'sat', event: 'ExamBegun' },
  miss: { from: ['booked'], to: 'no-show', event: 'CandidateAbsent' },
  interrupt: { from: ['sat'], to: 'sat', event: null },
  resume: { from: ['sat'], to: 'sat', event: null },
  // What was recorded of the day turned out not to be so.
  undoAdmit: { from: ['booked'], to: 'booked', event: null },
  undoBegin: { from: ['sat'], to: 'booked', event: 'BeginningRevoked' },
  undoMiss: { from: ['no-show'], to: 'booked', event: 'AbsenceRevoked' },
  undoInterrupt: { from: ['sat'], to: 'sat', event: null },
  undoResume: { from: ['sat'], to: 'sat', event: null },
  // Who was to go on in a sitting that falls has no seat until there is another.
  strand: { from: ['sat'], to: 'sat', event: 'SeatWithdrawn' },
  resumeElsewhere: { from: ['sat'], to: 'sat', event: 'SeatRetimed' },
  retimeRest: { from: ['sat'], to: 'sat', event: 'SeatRetimed' },
  // It did not go on in time: an attempt without a result, which bars nobody from the next one.
  lapse: { from: ['sat'], to: 'sat', event: 'ResumptionLapsed' },

  // The record turned out to be of another person, or not to be.
  merge: {
    from: ['requested', 'waitlisted', 'booked', 'refused', 'cancelled', 'sat', 'passed', 'failed', 'no-show'],
    to: null,
    event: 'RegistrationMerged',
  },

  // Vendors report results of exams whose beginning nobody recorded; of who is said to have been absent, or to have given the seat up,
  // they count by a decision.
  pass: { from: ['booked', 'sat', 'cancelled', 'no-show'], to: 'passed', event: 'ExamPassed' },
  fail: { from: ['booked', 'sat', 'cancelled', 'no-show'], to: 'failed', event: 'ExamFailed' },
  correct: { from: ['passed', 'failed'], to: ['passed', 'failed'], event: 'ResultCorrected' },
});
export type RegistrationTransition = keyof typeof registrationLife.transitions;
