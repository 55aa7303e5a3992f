import { Injectable } from '@nestjs/common';
import type { Membership } from '@takwin/contracts/convention';
import { ExamCode, PersonId, SittingId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, refusing, type Tx } from '@takwin/platform/postgres';
import { command, DocumentReference, Distinct } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { ageAt, needsConsent } from './age.js';
import { consentFor, type KeptConsent } from './consent.js';
import { tellerOf } from './read-teller.js';
import {
  isAccessible,
  isLongEnough,
  isOffered,
  isWatchedByOthers,
  longerBy,
  maySitThere,
  neededMinutes,
  type Exam,
  type Sitting,
} from './fit.js';
import { SEAT_CONSTRAINTS } from './seat-constraints.js';
import {
  AlreadyRegistered,
  CandidateMustSitInside,
  ExamDoesNotFit,
  ExamNotOffered,
  MinorNeedsConsent,
  NoAccessibleWorkstation,
  NotEligible,
  PersonNotActive,
  PersonUnknown,
  SeatRefused,
  SittingIsClosed,
  SittingIsFull,
  TeacherWouldProctor,
  type RegistrationView,
} from './registration.js';
import { retakeEligibility, type RetakePolicy } from '../retakes/retake-policy.js';
import { ExamUnknown } from '../sittings/sitting.js';
import { ExamOutsideItsDays, isOfferedOn, type ExamDays } from '../exams/exam-days.js';
import { EXAM_DAYS } from '../exams/read-exam-days.js';
import { alternativesTo } from './find-alternatives.js';
import { lockInOrder } from '../lock-in-order.js';
import { demandMembership, MEMBERSHIP } from '../membership.js';
import { candidateFacts, type CandidateFacts, isKnownTo, UNCHANGED } from './read-candidate-facts.js';
import { claimSeat } from '../sittings/sitting.writer.js';
import { payOrWait } from '../vouchers/pay-or-wait.js';
import { payWith } from '../vouchers/pay-with.js';
import { register } from './registration.writer.js';
import { retakePolicies } from '../retakes/read-attempts.js';
import { NoVoucher } from '../vouchers/voucher.js';
import { REGISTRARS } from '../rules.js';

export const TaughtBy = Distinct(PersonId)
  .max(20)
  .default([])
  .describe('Teachers beside those whom courses tell of: where the rules part them, none of them proctors');

export const Consent = z
  .boolean()
  .default(false)
  .describe('A parent agrees: needed under 18, and for a trainee whose birth date is not known');

export const ConsentDocument = DocumentReference({ max: 100 })
  .optional()
  .describe('Where the parent’s consent is filed, as a file number: never what it says');

export const BookSeat = command(
  'BookSeat',
  REGISTRARS,
  {
    personId: PersonId,
    examCode: ExamCode,
    sittingId: SittingId,
    consent: Consent,
    consentDocument: ConsentDocument,
    taughtBy: TaughtBy,
    voucherId: z.uuid().optional().describe('Pays; else what the person or the own academy has, soonest expiry first'),
  },
  {
    summary: 'Book a seat in a sitting',
    description:
      'Books a seat in a sitting at once, for somebody who neither sits nor watches an exam elsewhere then, at' +
      ' an academy that is in the programme today and on the day of the sitting: else ACADEMY_NOT_ACCREDITED or' +
      ' MEMBERSHIP_NOT_IN_FORCE. An exam that its vendor does not offer on that day is refused as' +
      ' EXAM_OUTSIDE_ITS_DAYS. A sitting that is full is refused as SITTING_IS_FULL, with alternatives.',
  },
);
export type BookSeat = z.output<typeof BookSeat>;

/** A booking, with the consent that counts of what was said. */
type HeardBooking = Omit<BookSeat, keyof KeptConsent> & KeptConsent;

type SittingSeat = Membership & {
  exam: Exam;
  days: ExamDays;
  sitting: Sitting;
  policy: string;
  policies: readonly RetakePolicy[];
  startsAt: Date;
  endsAt: Date;
  state: 'open' | 'cancelled';
  full: boolean;
  arrangement: number;
  teacherMayProctor: boolean;
};

@Injectable()
export class BookSeatHandler {
  constructor(private readonly db: Database) {}

  /**
   * Refuses by name what cannot be, with up to five seats that can: a full sitting, one that has begun, an exam that does not
   * fit, a candidate who may not (retake policy, age, prison centre, own teacher), who is elsewhere at that time, or who needs an
   * accessible workstation where none is left; and an academy that is not in the programme. The seat is claimed by one conditional
   * update, so that a seat is sold once however many ask.
   */
  async run(actor: Actor, command: BookSeat): Promise<RegistrationView> {
    try {
      return await this.db.asActor(actor, (tx) => this.book(tx, command));
    } catch (error) {
      if (!(error instanceof SeatRefused)) throw error;
      const { nextEligibleAt } = error.extra as { nextEligibleAt?: string | null };
      if (nextEligibleAt === null) throw error.offering([]);
      const from = nextEligibleAt === undefined ? undefined : new Date(nextEligibleAt);
      throw error.offering(await this.db.readAs(actor, (tx) => alternativesTo(tx, command, from)));
    }
  }

  private async book(tx: Tx, command: BookSeat): Promise<RegistrationView> {
    await lockInOrder(tx, 'person', [command.personId]);
    const candidate = (await candidateFacts(tx, command.examCode, [command.personId], UNCHANGED)).get(command.personId);
    const { consent, consentDocument, ...asked } = command;
    const heard = { ...asked, ...consentFor(command.personId, { consent, consentDocument }, await tellerOf(tx)) };
    for (;;) {
      const place = await this.place(tx, command);
      if (!candidate || !isKnownTo(tx.actor, candidate)) throw new PersonUnknown();
      judge(candidate, place, heard, tx.at);
      if (place.full) throw new SittingIsFull();
      if (await claimSeat(tx, command.sittingId, place.arrangement)) return this.register(tx, heard, candidate, place);
      if (await this.isAsJudged(tx, command.sittingId, place.arrangement)) throw new SittingIsFull();
    }
  }

  private async place(tx: Tx, { sittingId, examCode }: BookSeat): Promise<SittingSeat> {
    const place = await tx.one<Omit<SittingSeat, 'policies'> & { known: boolean }>(sql`
      select e.code is not null as known, e.retake_policy as policy, s.starts_at as "startsAt",
        upper(s.during) as "endsAt", s.state, s.taken >= s.seats as full, s.arrangement,
        u.teacher_may_proctor as "teacherMayProctor", ${MEMBERSHIP}, ${EXAM_DAYS} as days,
        jsonb_build_object('code', e.code, 'minutes', e.minutes, 'administrationMinutes', e.administration_minutes) as exam,
        jsonb_build_object('academyId', s.academy_id, 'region', s.region, 'province', a.province,
          'inPrison', a.in_prison, 'minutes', s.minutes, 'examCodes', s.exam_codes, 'accessible', accessible_left(s.id),
          'proctorIds', array(select proctor_id from sitting_proctor p where p.sitting_id = s.id)) as sitting
      from sitting s
      join academy_copy a on a.subject = s.academy_id::text
      cross join exam_rules u
      left join exam e on e.code = ${examCode}
      where s.id = ${sittingId}`);
    if (!place) throw new NotFound('sitting');
    if (!place.known) throw new ExamUnknown(examCode);
    return { ...place, policies: (await retakePolicies(tx)).get(place.policy)! };
  }

  /** Whether no seat was to be had though the sitting is as it was judged; one that was rearranged is judged again. */
  private async isAsJudged(tx: Tx, sittingId: string, arrangement: number): Promise<boolean> {
    const same = await tx.one(sql`select from sitting where id = ${sittingId} and arrangement = ${arrangement}`);
    return same !== undefined;
  }

  private async register(
    tx: Tx,
    command: HeardBooking,
    candidate: CandidateFacts,
    { startsAt, endsAt }: SittingSeat,
  ): Promise<RegistrationView> {
    const { personId, examCode, sittingId, consent, consentDocument, consentBy, taughtBy } = command;
    const { academy_id: academyId, region } = candidate;
    const seat = { sittingId, from: startsAt, to: endsAt, consentDocument, consentBy };
    const booked = await refusing(
      register(tx, 'booked', { personId, examCode, academyId, region, consent, taughtBy, ...seat }),
      {
        registration_active: () => new AlreadyRegistered(),
        ...SEAT_CONSTRAINTS,
      },
    );
    if (command.voucherId) await payWith(tx, command.voucherId, booked.id);
    const { unpaid } = await payOrWait(tx, [booked.id]);
    if (unpaid.length > 0) throw new NoVoucher();
    return booked;
  }
}

function judge(candidate: CandidateFacts, place: SittingSeat, { consent, taughtBy }: HeardBooking, now: Date): void {
  const { sitting, startsAt, state, policies } = place;
  const exam = longerBy(place.exam, candidate.extraMinutes);
  if (state === 'cancelled') throw new SittingIsClosed('cancelled');
  if (startsAt <= now) throw new SittingIsClosed('begun');
  demandMembership(place, legalDayOf(now), legalDayOf(startsAt));
  const on = legalDayOf(startsAt);
  if (!isOfferedOn(place.days, on)) throw new ExamOutsideItsDays({ examCode: exam.code, on, ...place.days });
  if (candidate.registered) throw new AlreadyRegistered();
  if (!candidate.active) throw new PersonNotActive();
  if (!isOffered(exam, sitting)) throw new ExamNotOffered(sitting.examCodes);
  if (!isLongEnough(exam, sitting)) throw new ExamDoesNotFit(neededMinutes(exam), sitting.minutes);
  const { academy_id: academyId, in_prison: inPrison } = candidate;
  if (!maySitThere({ academyId, inPrison }, sitting)) throw new CandidateMustSitInside();
  if (!isAccessible(candidate.needsAccessible, sitting)) throw new NoAccessibleWorkstation();
  const teachers = [...taughtBy, ...candidate.teachers];
  if (!place.teacherMayProctor && !isWatchedByOthers(teachers, sitting)) throw new TeacherWouldProctor();
  const age = ageAt(candidate, startsAt);
  if (needsConsent(age) && !consent) throw new MinorNeedsConsent(age);
  const { eligible, reasons, nextEligibleAt } = retakeEligibility(policies, candidate.attempts, startsAt);
  if (!eligible) throw new NotEligible(reasons[0]!, nextEligibleAt);
}
