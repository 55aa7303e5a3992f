import { parse, Refusal } from '@takwin/platform/errors';
import { hashOf } from '@takwin/platform/postgres';
import { actorOf } from '@takwin/platform/testing';
import sql, { raw } from 'sql-template-tag';
import { GrantAccommodation, GrantAccommodationHandler } from '../accommodations/grant-accommodation.js';
import { BookSeat, BookSeatHandler } from '../booking/book-seat.js';
import { CancelRegistration, CancelRegistrationHandler } from '../booking/cancel-registration.js';
import { FillOfferedSeatsHandler } from '../booking/fill-offered-seats.js';
import { RequestExam, RequestExamHandler, RequestExams } from '../booking/request-exam.js';
import { ScheduleRegistrationsHandler } from '../booking/schedule-registrations.js';
import { CancelCampaign, ControlCampaignHandler, ReplanCampaign } from '../campaigns/control-campaign.js';
import { PlanCampaign, PlanCampaignHandler } from '../campaigns/plan-campaign.js';
import { RunCampaignHandler } from '../campaigns/run-campaign.js';
import { IssueCredentialsHandler } from '../credentials/issue-credentials.js';
import { IssueCredential, RevokeCredential, RevokeCredentialHandler } from '../credentials/revoke-credential.js';
import { RecordExamDay, RecordExamDayHandler } from '../exam-day/record-exam-day.js';
import { ResumeElsewhere, ResumeElsewhereHandler } from '../exam-day/resume-elsewhere.js';
import { RevokeExamDayRecord, RevokeExamDayRecordHandler } from '../exam-day/revoke-exam-day-record.js';
import { RetimeSittings, RetimeSittingsHandler } from '../legal-time/retime-sittings.js';
import { CorrectResult, CorrectResultHandler } from '../results/correct-result.js';
import { RecordResults, RecordResultsHandler } from '../results/record-results.js';
import { CancelSitting, ChangeSitting, ChangeSittingHandler } from '../sittings/change-sitting.js';
import { OpenSitting, OpenSittingHandler } from '../sittings/open-sitting.js';
import { SetExamRules, SetExamRulesHandler } from '../sittings/set-exam-rules.js';
import { AssignVoucher, AssignVoucherHandler, ReturnVoucher } from '../vouchers/assign-voucher.js';
import { AllocateVouchers, BuyVouchers, BuyVouchersHandler, RecallVouchers } from '../vouchers/buy-vouchers.js';
import { LapseVouchersHandler } from '../vouchers/lapse-vouchers.js';
import { keysOf, newRsaKey } from './badges.js';
import { never } from './campaign-environment.js';
import type { ExamEnvironment } from './exam-environment.js';

const HOUR = 3_600_000;
const EXAMS = ['MO-200', 'MO-201', 'MS-300', 'MS-301'];
/** What happens to a candidate on the day, one thing after the other. */
const DAYS = [
  ...[['admitted'], ['admitted', 'began'], ['admitted', 'began', 'interrupted'], ['began', 'interrupted']],
  ...[['absent'], ['interrupted'], ['resumed'], ['resumed', 'interrupted']],
];

/** Three numbers choose what a command is about. */
export type Choice = readonly [number, number, number];
type Commands = Record<string, (choice: Choice) => Promise<unknown>>;

/** How often a command comes, where that is not once. */
const WEIGHTS: Record<string, number> = {
  ...{ book: 8, request: 5, schedule: 5, fill: 3, cancel: 4, onTheDay: 12, result: 5, open: 6, change: 3 },
  ...{ correct: 3, takeBack: 4, resumeElsewhere: 2, allocate: 2, assign: 2, sign: 2 },
};

/** A small house of exams, in which commands that are chosen by numbers meet the same few persons, sittings and vouchers. */
export async function livesWorld(house: ExamEnvironment) {
  const { given, academyId, database, running } = house;
  const { db, clock } = database;
  const admin = actorOf('programme-admin');
  // Whoever recorded that an exam began delivers no result of it.
  const delivery = { ...admin, subject: 'test:delivery' };
  const from = <T>(of: new (...args: never[]) => T): T => running.get<T>(of as never);
  const signing = new IssueCredentialsHandler(db, await keysOf(newRsaKey()));
  const scheduler = new ScheduleRegistrationsHandler(db);
  const offers = new FillOfferedSeatsHandler(db);
  await given.offered(...EXAMS);
  const rooms = await Promise.all([1, 2, 3].map((room) => given.room(academyId, `lives ${room}`, 6)));
  const proctors = await Promise.all([1, 2, 3, 4].map((one) => given.proctor(`lives ${one}`, true, academyId)));
  let persons: string[] = [];
  let generation = 0;

  const hours = (count: number): string => new Date(clock.now().getTime() + count * HOUR).toISOString();
  const pick = <T>(list: readonly T[], choice: number): T => list[choice % list.length]!;
  /** One of the latest ids of a table, or nobody's. */
  const idOf = async (table: string, choice: number, order = 'id desc', which = sql`true`): Promise<string> => {
    const rows = await house.sql<{ id: string }>(
      sql`select id from ${raw(table)} where ${which} order by ${raw(order)} limit 12`,
    );
    return rows.length > 0 ? pick(rows, choice).id : '019ab000-0000-7000-8000-000000000000';
  };
  const revisionOf = async (id: string): Promise<number> => {
    const [last] = await house.sql<{ of: number | null }>(
      sql`select max(revision) as of from result_revision where registration_id = ${id}`,
    );
    return last!.of ?? 1;
  };
  const registration = (choice: number, ...states: string[]): Promise<string> =>
    idOf('registration', choice, 'queued desc', states.length > 0 ? sql`state = any(${states})` : sql`true`);
  /** A sitting to come, or that one may be let into by now. */
  const sitting = (choice: number): Promise<string> =>
    idOf('sitting', choice, 'starts_at', sql`state = 'open' and starts_at > ${clock.now()}`);
  const sittingOfNow = (choice: number): Promise<string> => {
    const about = sql`tstzrange(${hours(-4)}::timestamptz, ${hours(2)}::timestamptz)`;
    return idOf('sitting', choice, 'starts_at', sql`during && ${about}`);
  };
  const wish = (a: number, b: number) => ({
    examCode: pick(EXAMS, b),
    earliest: hours(1),
    latest: hours(24 * (1 + (a % 9))),
  });
  let bought = 100;
  const keyed = (a: number, asked: object) =>
    a % 4 === 0 ? { ...admin, keyed: { key: `key ${generation} ${a % 16}`, place: '', asked: hashOf(asked) } } : admin;

  const commands: Commands = {
    book: async ([a, b, c]) => {
      const body = { personId: pick(persons, a), examCode: pick(EXAMS, b), sittingId: await sitting(c) };
      return from(BookSeatHandler).run(keyed(a, body), parse(BookSeat, body));
    },
    request: ([a, b, c]) => {
      const body = { personId: pick(persons, a), ...wish(c, b) };
      return from(RequestExamHandler).one(keyed(c, body), parse(RequestExam, body));
    },
    requestMany: ([a, b, c]) =>
      from(RequestExamHandler).many(admin, parse(RequestExams, { persons: persons.slice(a % 4, 5), ...wish(c, b) })),
    cancel: async ([a]) =>
      from(CancelRegistrationHandler).run(admin, parse(CancelRegistration, { id: await registration(a) })),
    schedule: async () => scheduler.run(await scheduler.waiting(new Date(clock.now().getTime() + 1), 20)),
    fill: async () => offers.run(await offers.waiting(5)),
    onTheDay: async ([a, b, c]) => {
      const id = await sittingOfNow(a);
      const here = sql`sitting_id = ${id} and state in ('booked', 'sat')`;
      const registrationId = await idOf('registration', c, 'queued desc', here);
      const at = hours(-(c % 3) / 60);
      const shown = { identity: 'passport', ndaAccepted: true, reason: 'so', at };
      const records = [
        ...proctors.map((proctorId) => ({ kind: 'proctor-present', proctorId, at })),
        ...pick(DAYS, b).map((kind) => ({ kind, registrationId, ...shown })),
      ].map((record) => ({ id: crypto.randomUUID(), ...record }));
      return from(RecordExamDayHandler).run(admin, parse(RecordExamDay, { sittingId: id, records }));
    },
    takeBack: async ([a]) => {
      const body = { id: await idOf('exam_day_record', a, 'recorded_at desc'), reason: 'a slip' };
      return from(RevokeExamDayRecordHandler).run(admin, parse(RevokeExamDayRecord, body));
    },
    grant: ([a, b]) => {
      const body = {
        personId: pick(persons, a),
        extraMinutes: 1 + (b % 60),
        accessibleWorkstation: b % 3 === 0,
        document: 'DR-04/118',
      };
      return from(GrantAccommodationHandler).grant(admin, parse(GrantAccommodation, body));
    },
    resumeElsewhere: async ([a, b]) => {
      const id = await registration(a, 'sat');
      return from(ResumeElsewhereHandler).run(admin, parse(ResumeElsewhere, { id, sittingId: await sitting(b) }));
    },
    result: async ([a, b]) => {
      const registrationId = await (b % 2
        ? registration(a, 'sat')
        : registration(a, 'booked', 'sat', 'failed', 'passed'));
      const results = [{ registrationId, startedAt: hours(-1), score: b % 3 ? 800 : 500 }];
      return from(RecordResultsHandler).run(delivery, parse(RecordResults, { results }));
    },
    correct: async ([a, b]) => {
      const id = await registration(a, 'passed', 'failed');
      const body = { id, score: b % 2 ? 900 : 100, revision: await revisionOf(id), reason: 'rescored' };
      return from(CorrectResultHandler).run(admin, parse(CorrectResult, body));
    },
    open: ([a, b, c]) => {
      const body = {
        ...{ academyId, roomId: pick(rooms, a), startsAt: hours(3 + 3 * (b % 20)), minutes: 150 },
        ...{ seats: 1 + (c % 4), proctorIds: [pick(proctors, c)] },
      };
      return from(OpenSittingHandler).run(keyed(a, body), parse(OpenSitting, body));
    },
    change: async ([a, b, c]) => {
      const body = { id: await sitting(a), ...(b % 2 ? { seats: 1 + (c % 6) } : { proctorIds: [pick(proctors, c)] }) };
      return from(ChangeSittingHandler).change(admin, parse(ChangeSitting, body));
    },
    callOff: async ([a]) =>
      from(ChangeSittingHandler).cancel(admin, parse(CancelSitting, { id: await sitting(a), reason: 'strike' })),
    roomSays: ([a, b]) =>
      given.roomSays(pick(rooms, a), academyId, {
        ...{ seats: 1 + (b % 6), accessibleSeats: b % 3, state: b % 8 ? 'open' : 'closed' },
      }),
    proctorSays: ([a, b]) => given.trainerSays(pick(proctors, a), academyId, { mayProctor: b % 3 > 0 }),
    teaches: ([a, b, c]) => given.enrolment(pick(persons, a), pick(proctors, b), c % 2 ? 'enrolled' : 'withdrawn'),
    personSays: ([a, b]) => given.personSays(pick(persons, a), academyId, { state: b % 3 ? 'active' : 'inactive' }),
    // What older zone rules told an hour otherwise is moved to where it belongs by the rules of now.
    retime: async ([a]) => {
      await house.sql(sql`
        update sitting set zone_rules = '2025b', wall_time = to_char(starts_at at time zone 'UTC' + interval '1 hour', 'YYYY-MM-DD"T"HH24:MI')
        where id = ${await sitting(a)} and starts_at > ${clock.now()}`);
      return from(RetimeSittingsHandler).run(admin, parse(RetimeSittings, {}));
    },
    buy: ([a]) => {
      const lot = {
        family: a % 2 ? 'mos' : 'role-based',
        vouchers: 1 + (a % 3),
        reference: `lives ${a % 4 === 0 ? a % 16 : ++bought}`,
      };
      const body = { ...lot, purchasedOn: '2026-11-01', expiresOn: hours(24 * (1 + (a % 9))).slice(0, 10) };
      return from(BuyVouchersHandler).buy(keyed(a, body), parse(BuyVouchers, body));
    },
    allocate: async ([a]) => {
      const body = { id: await idOf('voucher_lot', a, 'expires_at desc'), academyId, vouchers: 1 };
      return from(BuyVouchersHandler).allocate(admin, parse(AllocateVouchers, body));
    },
    recall: async ([a]) => {
      const body = { id: await idOf('voucher_lot', a, 'expires_at desc'), academyId, vouchers: 1 };
      return from(BuyVouchersHandler).recall(admin, parse(RecallVouchers, body));
    },
    assign: ([a, b]) => {
      const body = { personId: pick(persons, a), family: b % 2 ? 'mos' : 'role-based' };
      return from(AssignVoucherHandler).assign(keyed(a, body), parse(AssignVoucher, body));
    },
    giveBack: async ([a]) =>
      from(AssignVoucherHandler).giveBack(admin, parse(ReturnVoucher, { id: await idOf('voucher', a) })),
    lapse: async () => {
      const lapsing = new LapseVouchersHandler(db);
      await lapsing.run(await lapsing.waiting(5));
    },
    rules: ([a, b]) =>
      from(SetExamRulesHandler).set(
        admin,
        parse(SetExamRules, { vouchersRequired: a % 3 === 0, teacherMayProctor: b % 4 === 0 }),
      ),
    plan: ([a, b, c]) => {
      const body = { examCodes: [pick(EXAMS, b)], persons, dryRun: c % 8 === 0, ...wish(a, b) };
      const { examCode: _, ...campaign } = c % 3 ? body : { ...body, opening: { minutes: 150, closesAt: '18:00' } };
      return from(PlanCampaignHandler).run(keyed(a, campaign), parse(PlanCampaign, campaign));
    },
    run: async ([a]) => {
      const id = await idOf('campaign', a, 'accepted_at desc', sql`state in ('accepted', 'booking')`);
      return new RunCampaignHandler(db, { batch: 3 }).run(id, never);
    },
    stop: async ([a]) =>
      from(ControlCampaignHandler).cancel(
        admin,
        parse(CancelCampaign, { id: await idOf('campaign', a, 'accepted_at desc') }),
      ),
    replan: async ([a]) => {
      const id = await idOf('campaign', a, 'accepted_at desc', sql`state = 'done'`);
      return from(ControlCampaignHandler).replan(admin, parse(ReplanCampaign, { id }));
    },
    sign: async () => signing.run(await signing.waiting(new Date(clock.now().getTime() + 1), 5)),
    revoke: async ([a]) =>
      from(RevokeCredentialHandler).revoke(
        admin,
        parse(RevokeCredential, { id: await idOf('credential', a, 'ordinal desc'), reason: 'fraud' }),
      ),
    issue: async ([a]) => {
      const [held] = await house.sql<{ personId: string; certification: string }>(sql`
        select person_id as "personId", certification_id as certification from held order by id offset ${a % 5} limit 1`);
      const again = { ...admin, subject: 'another admin' };
      return held && from(RevokeCredentialHandler).issue(again, parse(IssueCredential, { ...held, reason: 'cleared' }));
    },
  };

  return {
    weights: Object.fromEntries(Object.keys(commands).map((kind) => [kind, WEIGHTS[kind] ?? 1])),
    /** Other persons than before, of whom nothing is known. */
    async populate(): Promise<void> {
      persons = await house.people(`lives ${++generation}`, 7);
    },
    pass: (count: number): void => clock.advance(count * HOUR),
    /** Resolves to the code of a refusal; rejects where it fails in another way. */
    async send(kind: string, choice: Choice): Promise<string | undefined> {
      try {
        await commands[kind]!(choice);
        return undefined;
      } catch (error) {
        if (error instanceof Refusal) return error.code;
        throw new Error(`${kind} ${choice.join(' ')} failed`, { cause: error });
      }
    },
  };
}
