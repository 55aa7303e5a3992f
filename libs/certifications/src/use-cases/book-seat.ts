import { Injectable } from '@nestjs/common';
import { ExamCode, PersonId, SittingId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth/actor';
import { NotFound } from '@takwin/platform/errors/refusal';
import { refusing } from '@takwin/platform/postgres/constraint';
import { Database, type Tx } from '@takwin/platform/postgres/database';
import { createOnce } from '@takwin/platform/postgres/idempotency';
import { demand } from '@takwin/platform/postgres/within';
import { command } from '@takwin/platform/schema/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { legalDayOf } from '../legal-time/legal-time.js';
import {
  ageOn,
  isLongEnough,
  isOffered,
  maySitThere,
  neededMinutes,
  type Exam,
  type Sitting,
} from '../registration/fit.js';
import {
  AlreadyRegistered,
  CandidateIsTaken,
  CandidateMustSitInside,
  ExamDoesNotFit,
  ExamNotOffered,
  MinorNeedsConsent,
  NotEligible,
  PersonNotActive,
  PersonUnknown,
  SittingIsClosed,
  SittingIsFull,
  type RegistrationView,
} from '../registration/registration.js';
import { RETAKE_POLICIES, retakeEligibility } from '../retake-policy/retake-policy.js';
import { ExamUnknown } from '../sitting/sitting.js';
import { alternativesTo } from '../storage/alternatives.js';
import { madeBefore } from '../storage/made-before.js';
import { candidateFacts, type CandidateFacts } from '../storage/booking-facts.js';
import { announceRegistrations, selectRegistrations } from '../storage/registration-rows.js';
import { REGISTRARS } from './rules.js';

export const BookSeat = command(
  'BookSeat',
  REGISTRARS,
  {
    personId: PersonId,
    examCode: ExamCode,
    sittingId: SittingId,
    consent: z.boolean().default(false).describe('A parent agrees: needed under 18'),
  },
  'Books a seat in a sitting at once',
);
export type BookSeat = z.output<typeof BookSeat>;

type Place = {
  exam: Exam;
  sitting: Sitting;
  policy: 'mos' | 'role-based';
  startsAt: Date;
  endsAt: Date;
  state: 'open' | 'cancelled';
  full: boolean;
};

@Injectable()
export class SeatBooking {
  constructor(private readonly db: Database) {}

  /**
   * Refuses by name what cannot be: a full sitting with up to five alternatives, one that has begun, an exam that does not
   * fit, a candidate who may not (retake policy, age, prison centre) or who is elsewhere at that time. The seat is claimed
   * by one conditional update, so that a seat is sold once however many ask.
   */
  run(actor: Actor, command: BookSeat): Promise<RegistrationView> {
    return this.db.asActor(actor, async (tx) => {
      const before = await madeBefore(tx, 'registration', command);
      if (before) return (await selectRegistrations(tx, sql`r.id = ${before}`))[0]!;
      const place = await this.place(tx, command);
      const candidate = (await candidateFacts(tx, command.examCode, [command.personId])).get(command.personId);
      if (!candidate) throw new PersonUnknown();
      demand(actor, { region: candidate.region, academy: candidate.academy_id, person: candidate.person_id });
      judge(candidate, place, command, tx.at);
      if (place.full || !(await this.claim(tx, command.sittingId))) throw await this.full(tx, command, place);
      return this.register(tx, command, candidate, place);
    });
  }

  private async place(tx: Tx, { sittingId, examCode }: BookSeat): Promise<Place> {
    const place = await tx.one<Place & { known: boolean }>(sql`
      select e.code is not null as known, e.retake_policy as policy, s.starts_at as "startsAt",
        upper(s.during) as "endsAt", s.state, s.taken >= s.seats as full,
        jsonb_build_object('code', e.code, 'minutes', e.minutes, 'administrationMinutes', e.administration_minutes) as exam,
        jsonb_build_object('academyId', s.academy_id, 'region', s.region, 'province', a.province,
          'inPrison', a.in_prison, 'minutes', s.minutes, 'examCodes', s.exam_codes) as sitting
      from sitting s
      join academy_copy a on a.subject = s.academy_id::text
      left join exam e on e.code = ${examCode}
      where s.id = ${sittingId}`);
    if (!place) throw new NotFound('sitting');
    if (!place.known) throw new ExamUnknown(examCode);
    return place;
  }

  private async claim(tx: Tx, sittingId: string): Promise<boolean> {
    const claimed = await tx.one(sql`
      update sitting set taken = taken + 1, version = version + 1
      where id = ${sittingId} and state = 'open' and taken < seats returning id`);
    return claimed !== undefined;
  }

  private async full(tx: Tx, { sittingId, examCode }: BookSeat, { exam, sitting }: Place): Promise<SittingIsFull> {
    const wish = { sittingId, examCode, needed: neededMinutes(exam), inPrison: sitting.inPrison };
    return new SittingIsFull(await alternativesTo(tx, wish));
  }

  private async register(
    tx: Tx,
    command: BookSeat,
    candidate: CandidateFacts,
    { startsAt, endsAt }: Place,
  ): Promise<RegistrationView> {
    const { personId, examCode, sittingId, consent } = command;
    const { id } = await refusing(
      createOnce(
        tx,
        'registration',
        command,
        (once) => sql`
        insert into registration(person_id, exam_code, academy_id, region, sitting_id, during, state, consent,
          requested_at, ${once.columns})
        values (${personId}, ${examCode}, ${candidate.academy_id}, ${candidate.region}, ${sittingId},
          tstzrange(${startsAt}, ${endsAt}), 'booked', ${consent}, ${tx.at}, ${once.values})`,
      ),
      {
        registration_active: () => new AlreadyRegistered(),
        registration_candidate: () => new CandidateIsTaken(),
      },
    );
    const [booked] = await announceRegistrations(tx, 'SeatBooked', [id]);
    return booked!;
  }
}

function judge(candidate: CandidateFacts, place: Place, { consent }: BookSeat, now: Date): void {
  const { exam, sitting, startsAt, state, policy } = place;
  if (state === 'cancelled') throw new SittingIsClosed('cancelled');
  if (startsAt <= now) throw new SittingIsClosed('begun');
  if (candidate.registered) throw new AlreadyRegistered();
  if (!candidate.active) throw new PersonNotActive();
  if (!isOffered(exam, sitting)) throw new ExamNotOffered(sitting.examCodes);
  if (!isLongEnough(exam, sitting)) throw new ExamDoesNotFit(neededMinutes(exam), sitting.minutes);
  const { academy_id: academyId, province, region, in_prison: inPrison, birth_date } = candidate;
  if (!maySitThere({ academyId, province, region, inPrison }, sitting)) throw new CandidateMustSitInside();
  if (birth_date && ageOn(birth_date, legalDayOf(startsAt)) < 18 && !consent) throw new MinorNeedsConsent();
  const { eligible, reasons, nextEligibleAt } = retakeEligibility(
    RETAKE_POLICIES[policy],
    candidate.attempts,
    startsAt,
  );
  if (!eligible) throw new NotEligible(reasons[0]!, nextEligibleAt);
}
