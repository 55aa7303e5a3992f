import { Injectable } from '@nestjs/common';
import { OfferingId, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { covers, Database, type Tx } from '@takwin/platform/postgres';
import { codeList, command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import {
  AlreadyEnrolled,
  LearnerWouldTeach,
  OfferingIsFull,
  PersonHasLeft,
  PersonUnknown,
  type EnrolmentView,
} from './enrolment.js';
import { demandMembership } from '../membership.js';
import { OfferingIsClosed } from '../offerings/offering.js';
import { claimSeats } from '../offerings/offering.writer.js';
import { selectEnrolments } from './read-enrolments.js';
import { enrol, type Placed } from './enrolment.writer.js';

export const Enrol = command(
  'Enrol',
  { ...MANAGERS, candidate: 'self' },
  {
    personId: PersonId,
    offeringId: OfferingId,
    waitlist: z.boolean().default(true).describe('Wait for a seat where all are taken, instead of a refusal'),
  },
  {
    summary: 'Enrol a person in an offering',
    description:
      'Puts a person who has not left in an offering, or on its waiting list, at an academy that is in the' +
      ' programme today: else PERSON_HAS_LEFT, ACADEMY_NOT_ACCREDITED or MEMBERSHIP_NOT_IN_FORCE.',
  },
);
export type Enrol = z.output<typeof Enrol>;

export const EnrolPersons = command(
  'EnrolPersons',
  MANAGERS,
  { offeringId: OfferingId, persons: z.array(PersonId).min(1).max(500) },
  {
    summary: 'Enrol many persons in an offering',
    description:
      'Puts up to 500 persons in an offering in the order given, the rest of them on its waiting list, at an' +
      ' academy that is in the programme today: else ACADEMY_NOT_ACCREDITED or MEMBERSHIP_NOT_IN_FORCE. The' +
      ' answer says for each what became of it.',
  },
);
export type EnrolPersons = z.output<typeof EnrolPersons>;

const EnrolmentOutcome = z
  .object({
    personId: z.uuid(),
    outcome: codeList('EnrolmentOutcomeKind', 'How it went to enrol a person', {
      enrolled: 'Has a place now',
      waitlisted: 'Waits for a place, as all are taken',
      'already-enrolled': 'Had a place, or waited, before: nothing changed',
      'person-unknown': 'There is no such person, or none that the caller may know of',
      'person-has-left': 'The person has left',
      'teaches-it': 'The person teaches this offering: nobody learns in what they teach',
    }),
    enrolmentId: z.uuid().nullable(),
  })
  .meta({ id: 'EnrolmentOutcome' });
export const EnrolmentOutcomes = z
  .object({ offeringId: z.uuid(), outcomes: z.array(EnrolmentOutcome) })
  .meta({ id: 'EnrolmentOutcomes' });
export type EnrolmentOutcomes = z.output<typeof EnrolmentOutcomes>;

type Candidate = {
  person_id: string;
  academy_id: string;
  region: string;
  active: boolean;
  leftOn: string | null;
  enrolment_id: string | null;
  teaches: boolean;
};

@Injectable()
export class EnrolPersonsHandler {
  constructor(private readonly db: Database) {}

  /**
   * Refuses PERSON_UNKNOWN, PERSON_HAS_LEFT, ALREADY_ENROLLED, LEARNER_WOULD_TEACH, OFFERING_IS_CLOSED, OFFERING_IS_FULL without `waitlist`,
   * and an academy that is not in the programme today.
   */
  one(actor: Actor, { personId, offeringId, waitlist }: Enrol): Promise<EnrolmentView> {
    return this.db.asActor(actor, async (tx) => {
      await this.hold(tx, offeringId, [personId]);
      const [candidate] = await this.candidates(tx, offeringId, [personId]);
      if (!candidate) throw new PersonUnknown();
      if (candidate.enrolment_id) throw new AlreadyEnrolled();
      if (!candidate.active) throw new PersonHasLeft({ leftOn: candidate.leftOn });
      if (candidate.teaches) throw new LearnerWouldTeach();
      const placed = await this.seat(tx, offeringId, [candidate], waitlist);
      const [enrolment] = await selectEnrolments(tx, sql`e.id = ${placed[0]!.id}`);
      return enrolment!;
    });
  }

  /** An outcome per person, in the order given; nobody is enrolled twice, whatever is repeated. */
  many(actor: Actor, command: EnrolPersons): Promise<EnrolmentOutcomes> {
    return this.db.asActor(actor, (tx) => this.enrolAll(tx, command));
  }

  private async enrolAll(tx: Tx, { offeringId, persons }: EnrolPersons): Promise<EnrolmentOutcomes> {
    await this.hold(tx, offeringId, persons);
    const candidates = await this.candidates(tx, offeringId, [...new Set<string>(persons)]);
    const placed = await this.seat(
      tx,
      offeringId,
      candidates.filter((one) => one.active && !one.teaches && one.enrolment_id === null),
      true,
    );
    const placedBy = new Map(placed.map((one) => [one.person_id, one]));
    const candidateBy = new Map(candidates.map((one) => [one.person_id, one]));
    const outcomes = persons.map((personId) => {
      const now = placedBy.get(personId);
      if (now) return { personId, outcome: now.state, enrolmentId: now.id };
      const known = candidateBy.get(personId);
      const enrolmentId = known?.enrolment_id ?? null;
      if (enrolmentId) return { personId, outcome: 'already-enrolled' as const, enrolmentId };
      if (!known) return { personId, outcome: 'person-unknown' as const, enrolmentId };
      return { personId, outcome: known.active ? ('teaches-it' as const) : ('person-has-left' as const), enrolmentId };
    });
    return { offeringId, outcomes };
  }

  /**
   * Has those who enrol in an offering come one at a time: whoever is next knows who has a place already. The persons, who are held
   * first as by those who follow them, leave before or after.
   */
  private hold(tx: Tx, offeringId: string, persons: readonly string[]) {
    return tx.query(sql`
      with held as materialized (
        select subject from person_copy where subject = any(${persons}) order by subject for share
      )
      select from offering where id = ${offeringId} and (select count(*) from held) >= 0 for no key update`);
  }

  /** Persons whom the actor may enrol, those who have left among them, in the order given, each with the place that they have already. */
  private async candidates(tx: Tx, offeringId: string, persons: readonly string[]): Promise<Candidate[]> {
    const rows = await tx.query<Candidate>(sql`
      select p.subject as person_id, p.academy_id, p.region, p.active, p.left_on::text as "leftOn", e.id as enrolment_id,
        coalesce(o.trainer_id = p.subject::uuid, false) as teaches
      from unnest(${persons}::text[]) with ordinality asked(subject, position)
      join person_copy p using (subject)
      left join offering o on o.id = ${offeringId}
      left join enrolment e on e.person_id = p.subject::uuid and e.offering_id = ${offeringId} and e.state <> 'withdrawn'
      order by asked.position`);
    return rows.filter((row) =>
      covers(tx.actor, { region: row.region, academy: row.academy_id, person: row.person_id }),
    );
  }

  private async seat(tx: Tx, offeringId: string, who: readonly Candidate[], waitlist: boolean): Promise<Placed[]> {
    const claim = await claimSeats(tx, offeringId, who.length);
    if (!claim) throw new NotFound('offering');
    if (claim.state !== 'open') throw new OfferingIsClosed(claim.state);
    demandMembership(claim, legalDayOf(tx.at));
    if (!waitlist && claim.granted < who.length) throw new OfferingIsFull();
    if (who.length === 0) return [];
    return enrol(
      tx,
      offeringId,
      who.map((one, index) => ({ ...one, state: index < claim.granted ? 'enrolled' : 'waitlisted' })),
    );
  }
}
