import { Injectable } from '@nestjs/common';
import { ExamCode, PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import {
  Database,
  demandNotOneself,
  type Merges,
  movesOf,
  personsOf,
  type Tx,
  within,
} from '@takwin/platform/postgres';
import { codeList, command, Instant, named, OneLine, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { Queues } from '@takwin/platform/jobs';
import { OFFER_QUEUE } from '../booking/fill-offered-seats.js';
import { lockInOrder } from '../lock-in-order.js';
import { RESULT_SENDERS, RESULTS_SCOPE } from '../rules.js';
import { giveUpIneligible } from './give-up-ineligible.js';
import { PastAttemptIsRevoked, type PastAttemptView } from './past-attempt.js';
import { selectPastAttempts } from './past-attempt.rows.js';

const PastAttempt = z
  .strictObject({ personId: PersonId, examCode: ExamCode, startedAt: Instant, score: z.int().min(0).max(1000) })
  .meta({ id: 'NewPastAttempt' });

export const RecordPastAttempts = command(
  'RecordPastAttempts',
  RESULT_SENDERS,
  {
    attempts: z.array(PastAttempt).min(1).max(500),
    source: named(OneLine({ max: 100 })).meta({
      description: 'Where they are known from',
      examples: ['Vendor report 2025'],
    }),
  },
  {
    summary: 'Record attempts made elsewhere',
    description: 'Records up to 500 attempts made elsewhere, which the retake policy counts like our own.',
  },
  RESULTS_SCOPE,
);
export type RecordPastAttempts = z.output<typeof RecordPastAttempts>;

export const RevokePastAttempt = command(
  'RevokePastAttempt',
  RESULT_SENDERS,
  { personId: PersonId, examCode: ExamCode, startedAt: Instant, reason: Text({ max: 500 }) },
  {
    summary: 'Take a past attempt back',
    description:
      'Takes back an attempt that was recorded by mistake: it stays on record and no longer counts. What is' +
      ' right is recorded anew.',
  },
  RESULTS_SCOPE,
);
export type RevokePastAttempt = z.output<typeof RevokePastAttempt>;

export const PastAttemptOutcomes = z
  .object({
    outcomes: z.array(
      codeList('PastAttemptOutcome', 'What became of an attempt that was told', {
        recorded: 'Taken in',
        known: 'The same was recorded before: nothing changed',
        conflict: 'Another score is recorded at the same start: nothing changed',
        'person-unknown': 'There is no such person, or none that the sender may know of',
        'exam-unknown': 'No exam has this code',
        'in-the-future': 'It starts later than now',
        'exam-not-offered': 'The vendor did not offer the exam on that day',
        'before-the-exam': 'There was no such exam then',
        'person-too-young': 'The person was not ten years old then',
        oneself: 'It is of whoever records it: nobody decides about themselves',
      }),
    ),
  })
  .meta({ id: 'PastAttemptOutcomes' });
export type PastAttemptOutcomes = z.output<typeof PastAttemptOutcomes>;

/** No exam of these families is older. */
const FIRST_EXAMS = new Date('1995-01-01T00:00:00Z');
/** Years that nobody is younger than who sits one. */
const YOUNGEST = 10;

type Row = { outcome: PastAttemptOutcomes['outcomes'][number] };

@Injectable()
export class RecordPastAttemptsHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * An outcome per attempt, in the order given. The same again is known; another score at the same start is a conflict. Seats to
   * come that the retake policy forbids by what is known now are given up, at no cost.
   */
  async run(actor: Actor, { attempts, source }: RecordPastAttempts): Promise<PastAttemptOutcomes> {
    const rows = attempts.map((one, place) => ({ ...one, day: legalDayOf(one.startedAt), place }));
    const mine = within(actor, { region: sql`p.region`, academy: sql`p.academy_id` });
    const { outcomes, offering } = await this.db.asActor(actor, async (tx) => {
      const oneself = [...(await personsOf(tx))];
      // Who books for one of them at this moment is waited for, and sees what is new from then on.
      await lockInOrder(
        tx,
        'person',
        attempts.map(({ personId }) => personId),
      );
      const outcomes = await tx.query<Row>(sql`
        with asked as (
          select a.*, case
            when p.subject is null or is_erased(a."personId") then 'person-unknown'
            when a."personId" = any(${oneself}::uuid[]) then 'oneself'
            when e.code is null then 'exam-unknown'
            when a."startedAt" > ${tx.at} then 'in-the-future'
            when a."startedAt" < ${FIRST_EXAMS} then 'before-the-exam'
            when a."startedAt" < (p.birth_date + make_interval(years => ${YOUNGEST})) at time zone 'UTC'
              then 'person-too-young'
            when not e.days @> a.day then 'exam-not-offered' end as fault
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            as a(place int, "personId" uuid, "examCode" text, "startedAt" timestamptz, score int, day date)
          left join person_copy p on p.subject = a."personId"::text and ${mine}
          left join exam e on e.code = a."examCode"
        ), first_of as (
          select distinct on ("personId", "examCode", "startedAt") * from asked
          where fault is null order by "personId", "examCode", "startedAt", place
        ), added as (
          insert into past_attempt(person_id, exam_code, started_at, score, source, recorded_at, recorded_by)
          select "personId", "examCode", "startedAt", score, ${source}, ${tx.at}, ${actor.subject} from first_of
          on conflict do nothing returning person_id, exam_code, started_at, score
        )
        select case
          when a.fault is not null then a.fault
          when exists (select from added n join first_of f on f.place = a.place where n.person_id = a."personId"
            and n.exam_code = a."examCode" and n.started_at = a."startedAt") then 'recorded'
          when a.score = coalesce(
            (select k.score from past_attempt k where k.person_id = a."personId" and k.exam_code = a."examCode"
              and k.started_at = a."startedAt"),
            (select n.score from added n where n.person_id = a."personId" and n.exam_code = a."examCode"
              and n.started_at = a."startedAt")) then 'known'
          else 'conflict' end as outcome
        from asked a order by a.place`);
      const recorded = attempts.filter((_, place) => outcomes[place]!.outcome === 'recorded');
      return { outcomes, offering: await giveUpIneligible(tx, recorded) };
    });
    if (offering.length > 0) await this.queues.wake(OFFER_QUEUE, { ids: offering });
    return { outcomes: outcomes.map(({ outcome }) => outcome) };
  }

  /**
   * Taken back once, it stays so, with the first reason. Seats that were given up for it stay given up. Refuses
   * PAST_ATTEMPT_IS_REVOKED.
   */
  revoke(actor: Actor, { personId, examCode, startedAt, reason }: RevokePastAttempt): Promise<PastAttemptView> {
    return this.db.asActor(actor, async (tx) => {
      await demandNotOneself(tx, personId);
      await lockInOrder(tx, 'person', [personId]);
      const mine = within(actor, { region: sql`p.region`, academy: sql`p.academy_id` });
      const which = sql`o.person_id = ${personId} and o.exam_code = ${examCode} and o.started_at = ${startedAt} and ${mine}`;
      const gone = await tx.query(sql`
        with gone as (
          delete from past_attempt o using person_copy p where ${which} and p.subject = o.person_id::text returning o.*
        )
        insert into past_attempt_revocation(person_id, exam_code, started_at, score, source, recorded_at, recorded_by, reason,
          revoked_at, revoked_by)
        select person_id, exam_code, started_at, score, source, recorded_at, recorded_by, ${reason}, ${tx.at}, ${actor.subject}
        from gone returning person_id`);
      const last = sql`order by o.revoked_at desc, o.recorded_at desc limit 1`;
      const [revoked] = await selectPastAttempts(tx, sql`${which} and o.revoked_at is not null`, last);
      if (!revoked) throw new NotFound('past attempt');
      if (gone.length === 0) throw new PastAttemptIsRevoked();
      return revoked;
    });
  }
}

/** Gives attempts that were made elsewhere to whose they are now, those that were taken back too; one that both had is one. */
export async function mergeAttempts(tx: Tx, merges: Merges): Promise<void> {
  const { set, where, to } = movesOf('o', merges);
  await tx.query(sql`
    update past_attempt o set ${set} where ${where} and (o.person_id, o.exam_code, o.started_at) in (
      select distinct on (${to}, o.exam_code, o.started_at) o.person_id, o.exam_code, o.started_at from past_attempt o
      where ${where} and not exists (select from past_attempt own
        where own.person_id = ${to} and own.exam_code = o.exam_code and own.started_at = o.started_at)
      order by ${to}, o.exam_code, o.started_at, o.person_id)`);
  await tx.query(sql`update past_attempt_revocation o set ${set} where ${where}`);
}
