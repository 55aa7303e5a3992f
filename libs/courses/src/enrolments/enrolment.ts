import { Refusal } from '@takwin/platform/errors';
import { codeList, textOf } from '@takwin/platform/schema';
import { meaningsOf } from '@takwin/contracts/refusals';
import { z } from 'zod';

export const EnrolmentState = codeList('EnrolmentState', 'Where a person stands in an offering', {
  enrolled: 'Has a place',
  waitlisted: 'Waits for a place to come free',
  completed: 'Has learnt the hours of the course, confirmed',
  withdrawn: 'Is no longer in it: reason says why',
});
export type EnrolmentState = z.output<typeof EnrolmentState>;

/** Why a place has ended. Who was in an offering to its last day ends with it; who still waited then never had a seat. */
export const EnrolmentEnd = codeList(
  'EnrolmentEnd',
  'How a place in an offering ended',
  meaningsOf([
    'GIVEN_UP',
    'PERSON_HAS_LEFT',
    'PERSON_MERGED',
    'OFFERING_CANCELLED',
    'OFFERING_FINISHED',
    'NO_SEAT_CAME_FREE',
  ]),
);
export type EnrolmentEnd = z.output<typeof EnrolmentEnd>;

export const EnrolmentView = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    offeringId: z.uuid(),
    courseId: z.uuid(),
    trainerId: z.uuid().nullable().describe('Who teaches it; null as long as nobody does'),
    academyId: z.uuid(),
    region: z.string(),
    hours: z.number().describe('Hours with evidence so far'),
    state: EnrolmentState,
    completedOn: z.iso.date().nullable().describe('On which what completed it was learnt, since such is kept'),
    completedBy: z.string().nullable().describe('Who told that it was completed, since such is kept'),
    borneOut: z
      .boolean()
      .describe(
        'Whether its completion proves an item of a plan: by hours that were taught and that another than their recorder confirmed or' +
          ' told it by, or by a platform of learning, of somebody who does not teach it, in an offering that was not called off',
      ),
    reachedAt: z.iso
      .datetime()
      .nullable()
      .describe('When the hours told of it were as many as completing its course takes; null as long as they are not'),
    confirmedBy: z.array(z.string()).describe('Who confirmed hours of it, each once'),
    reason: EnrolmentEnd.nullable().describe('Why it was withdrawn, since such is kept; null where it was not'),
    reasonText: textOf('reason'),
    version: z.int(),
  })
  .meta({ id: 'Enrolment', description: 'A person in an offering, or on its waiting list' });
export type EnrolmentView = z.output<typeof EnrolmentView>;

export class OfferingIsFull extends Refusal {
  constructor() {
    super('OFFERING_IS_FULL');
  }
}

export class AlreadyEnrolled extends Refusal {
  constructor() {
    super('ALREADY_ENROLLED');
  }
}

/** Nobody learns in an offering that they teach, whichever of the two comes first. */
export class LearnerWouldTeach extends Refusal {
  constructor() {
    super('LEARNER_WOULD_TEACH');
  }
}

export class PersonUnknown extends Refusal {
  constructor() {
    super('PERSON_UNKNOWN', { status: 422 });
  }
}

/** What is asked for, or dated, after a person has left; `about` says on which day (ISO dates, null where nobody knows). */
export class PersonHasLeft extends Refusal {
  constructor(about: { leftOn: string | null } | { statements: readonly { id: string; leftOn: string }[] }) {
    super('PERSON_HAS_LEFT', { extra: about });
  }
}

/** Refuses, by PERSON_HAS_LEFT, a day (ISO) after the one on which somebody has left; where that is not known, none. */
export function demandHere(leftOn: string | null, day: string): void {
  if (leftOn !== null && day > leftOn) throw new PersonHasLeft({ leftOn });
}

export class EnrolmentIsOver extends Refusal {
  constructor(state: EnrolmentState) {
    super('ENROLMENT_IS_OVER', { extra: { state } });
  }
}
