import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { announceRegistrations } from './announce-registrations.js';
import type { Decision, AvailableSitting } from './assign.js';
import type { CancellationTerms } from './cancellation.js';
import type { KeptConsent } from './consent.js';
import { registrationLife as life } from './registration.life.js';
import type { RegistrationView } from './registration.js';

/** A registration that is to be: with the sitting and its hours (`from`, `to`) where it has a seat. */
export type NewRegistration = KeptConsent & {
  personId: string;
  examCode: string;
  academyId: string;
  region: string;
  sittingId?: string;
  from?: Date;
  to?: Date;
  earliest?: Date;
  latest?: Date;
  wantedAcademyId?: string | null;
  taughtBy?: readonly string[];
  reason?: string;
};

const BEGINS = { requested: 'request', booked: 'book', waitlisted: 'enlist', refused: 'turnDown' } as const;
type FirstState = keyof typeof BEGINS;

/**
 * Pays for those who were just given seats. Whom nothing pays for though that is required waits instead (`unpaid`); the voucher
 * that others had does not last until their exam (`outlived`).
 */
export type Pay = (tx: Tx, ids: readonly string[]) => Promise<Record<'unpaid' | 'outlived', readonly string[]>>;

/** Registers one, as it is then. */
export async function register(tx: Tx, state: 'requested' | 'booked', row: NewRegistration): Promise<RegistrationView> {
  const own = { columns: sql`created_by`, values: sql`${tx.actor.subject}::text` };
  const made = await tx.one<{ id: string }>(sql`${insertion(tx, state, [row], own)} returning id`);
  const [registered] = await announceRegistrations(tx, BEGINS[state], [made!.id]);
  return registered!;
}

type Registered = { id: string; personId: string; sittingId: string | null };

/**
 * Registers all of these, in the order given, for a campaign where one is named. Whoever has a registration for the exam by now,
 * or is elsewhere at that time, is left out by the constraints that say so. Returns what was made, and whom nothing paid for.
 */
export async function registerAll(
  tx: Tx,
  state: FirstState,
  rows: readonly NewRegistration[],
  { campaignId = null, pay = nobody }: { campaignId?: string | null; pay?: Pay } = {},
): Promise<{ made: Registered[]; unpaid: Set<string> }> {
  const own = {
    columns: sql`created_by, campaign_id`,
    values: sql`${tx.actor.subject}::text, ${campaignId}::uuid`,
  };
  const made = await tx.query<Registered>(sql`
    ${insertion(tx, state, rows, own, whoIsFree)}
    on conflict do nothing returning id, person_id as "personId", sitting_id as "sittingId"`);
  const ids = made.map(({ id }) => id);
  const unpaid = state === 'booked' ? await unseatUnpaid(tx, ids, pay) : new Set<string>();
  await announceRegistrations(
    tx,
    BEGINS[state],
    ids.filter((id) => !unpaid.has(id)),
  );
  await announceRegistrations(tx, 'enlist', [...unpaid]);
  return { made, unpaid };
}

/** Leaves out of new registrations `n` who watches a sitting by now; one who is named at this moment fails the whole. */
const whoIsFree = sql`
  where n."sittingId" is null or not exists (
    select from engagement e where e.person_id = n."personId" and e.during && tstzrange(n."from", n."to"))`;

/** Where nobody is given a seat that is to be paid for. */
export const nobody: Pay = () => Promise.resolve({ unpaid: [], outlived: [] });

type Columns = { columns: Sql; values: Sql };

const insertion = (
  tx: Tx,
  state: FirstState,
  rows: readonly NewRegistration[],
  { columns, values }: Columns,
  which: Sql = empty,
): Sql => sql`
  insert into registration(person_id, exam_code, academy_id, region, sitting_id, during, state, reason, earliest, latest,
    wanted_academy_id, consent, consent_document, consent_by, taught_by, requested_at, seated_at, own_wish, ${columns})
  select n."personId", n."examCode", n."academyId", n.region, n."sittingId",
    case when n."sittingId" is not null then tstzrange(n."from", n."to") end, ${state}::text, n.reason, n.earliest, n.latest,
    n."wantedAcademyId", n.consent, n."consentDocument", n."consentBy", coalesce(n."taughtBy", '{}'), ${tx.at}::timestamptz,
    case when n."sittingId" is not null then ${tx.at}::timestamptz end,
    n."personId" is not distinct from ${tx.actor.personId ?? null}::uuid, ${values}
  from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("personId" uuid, "examCode" text, "academyId" uuid,
    region text, "sittingId" uuid, "from" timestamptz, "to" timestamptz, reason text, earliest timestamptz,
    latest timestamptz, "wantedAcademyId" uuid, consent boolean, "consentDocument" text, "consentBy" text,
    "taughtBy" uuid[])
  ${which}`;

const DECIDED = { booked: 'seat', waitlisted: 'wait', refused: 'refuse' } as const;

/** Writes what was decided of requests that wait for it. Returns whom of the seated nothing paid for. */
export async function decide(tx: Tx, decisions: readonly Decision[], pay: Pay): Promise<Set<string>> {
  const rows = decisions.map((one) => ({
    id: one.id,
    state: one.state,
    before: life.from(DECIDED[one.state]),
    ...(one.state === 'booked' ? placed(one.sitting) : { reason: one.reason }),
  }));
  await tx.query(sql`
    update registration r
    set state = d.state, reason = coalesce(d.reason, r.move_reason), sitting_id = d.sitting, version = version + 1,
      during = case when d.sitting is not null then tstzrange(d.from, d.to) end, seated_at = ${tx.at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(id uuid, state text, before text[], reason text,
      sitting uuid, "from" timestamptz, "to" timestamptz)
    where r.id = d.id and r.state = any(d.before)`);
  const seated = decisions.flatMap(({ id, state }) => (state === 'booked' ? [id] : []));
  const unpaid = await unseatUnpaid(tx, seated, pay);
  const became = Map.groupBy(decisions, ({ id, state }) => (unpaid.has(id) ? 'waitlisted' : state));
  for (const [state, those] of became)
    await announceRegistrations(
      tx,
      DECIDED[state],
      those.map(({ id }) => id),
    );
  return unpaid;
}

type SittingTime = Pick<AvailableSitting, 'id' | 'from' | 'to'>;
const placed = ({ id, from, to }: SittingTime) => ({ sitting: id, from: new Date(from), to: new Date(to) });

async function unseatUnpaid(tx: Tx, ids: readonly string[], pay: Pay): Promise<Set<string>> {
  const { unpaid, outlived } = await pay(tx, ids);
  if (outlived.length > 0)
    await tx.query(sql`
      update registration set reason = 'VOUCHER_EXPIRES_BEFORE'
      where id = any(${outlived}::uuid[]) and state = any(${life.from('unseat')})`);
  // The version is that of the decision: nobody was told of the seat.
  if (unpaid.length > 0)
    await tx.query(sql`
      update registration set state = 'waitlisted', reason = 'NO_VOUCHER', sitting_id = null, during = null
      where id = any(${unpaid}::uuid[]) and state = any(${life.from('unseat')})`);
  return new Set(unpaid);
}

/** A registration of which this version was known, and the sitting that it is to have; none where it is to wait. */
export type SeatMove = { id: string; version: number; sitting: SittingTime | null };

/**
 * Gives registrations other sittings, or none, as far as each is still as it was known and its exam has not begun; who had a
 * seat moves under `reason`. All leave their seats and hours first, as candidates, and one person's two exams, may change places.
 * Returns how many it moved, and whom nothing paid for.
 */
export async function moveRegistrations(
  tx: Tx,
  moves: readonly SeatMove[],
  reason: string,
  pay: Pay,
): Promise<{ moved: number; unpaid: Set<string> }> {
  const rows = moves.map(({ id, version, sitting }) => ({
    id,
    version,
    before: sitting ? [...life.from('move'), ...life.from('relocate')] : life.from('unseat'),
    ...(sitting && placed(sitting)),
  }));
  const left = await tx.query<{ id: string; seated: boolean }>(sql`
    update registration r set state = 'requested', version = r.version + 1, ${lost(reason)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(id uuid, version int, before text[])
    where r.id = m.id and r.version = m.version and r.state = any(m.before)
      and (r.during is null or lower(r.during) > ${tx.at})
    returning r.id, old.sitting_id is not null as seated`);
  await tx.query(sql`
    update registration r set sitting_id = m.sitting,
      state = case when m.sitting is null then 'waitlisted' else 'booked' end,
      reason = case when m.sitting is null then 'NO_FREE_SEAT' else r.move_reason end,
      during = case when m.sitting is not null then tstzrange(m.from, m.to) end, seated_at = ${tx.at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as m(id uuid, version int, sitting uuid, "from" timestamptz, "to" timestamptz)
    where r.id = m.id and r.version = m.version + 1 and r.state = 'requested'`);
  const seated = moves.flatMap(({ id, sitting }) => (sitting ? [id] : []));
  const unpaid = await unseatUnpaid(tx, seated, pay);
  const isSeated = new Set(seated.filter((id) => !unpaid.has(id)));
  const wasSeated = new Set(left.filter((one) => one.seated).map(idOf));
  const became = Map.groupBy(isSeated, (id) => (wasSeated.has(id) ? 'relocate' : 'move'));
  for (const [transition, ids] of became) await announceRegistrations(tx, transition, ids);
  const waiting = moves.filter(({ id }) => !isSeated.has(id)).map(({ id }) => id);
  await announceRegistrations(tx, 'unseat', waiting);
  return { moved: left.length, unpaid };
}

// Of a registration `r` that leaves its seat: by no wish of its candidate where it has one, who agreed to the first of them.
const lost = (reason: string): Sql => sql`
  move_reason = case when r.sitting_id is null then r.move_reason else ${reason} end,
  moved_from = coalesce(r.moved_from, r.sitting_id), sitting_id = null, during = null, admitted_at = null`;

/** Asks anew for up to `limit` of those of an academy who wait for a voucher, who have waited longest first. */
export async function askAgain(tx: Tx, academyId: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    update registration set state = 'requested', reason = null, version = version + 1 where id in (
      select id from registration
      where state = any(${life.from('askAgain')}) and reason = 'NO_VOUCHER' and academy_id = ${academyId}
      order by queued limit ${limit} for update skip locked)
    returning id`);
  return announced(tx, 'askAgain', rows);
}

/**
 * Takes these registrations `r` the seats that they have lost, under `reason`: they are asked for anew, in the window that their
 * candidates named, else in so many days around the exam that they lost, none of them past. Returns whom to wake the scheduler for.
 */
export async function withdraw(tx: Tx, which: Sql, reason: string, rebookingDays: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    update registration r
    set state = 'requested', reason = ${reason}, version = version + 1, ${lost(reason)},
      earliest = coalesce(earliest, greatest(lower(during) - make_interval(days => ${rebookingDays}), ${tx.at}::timestamptz)),
      latest = coalesce(latest, lower(during) + make_interval(days => ${rebookingDays}))
    where r.state = any(${life.from('withdraw')}) and ${which} returning r.id`);
  return announced(tx, 'withdraw', rows);
}

/** Has who is booked in a sitting, or is to go on there after an interruption, follow it to other hours, under `reason`. */
export async function retimeSeats(tx: Tx, sittingId: string, from: Date, to: Date, reason: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(sql`
    update registration set during = tstzrange(${from}, ${to}), reason = ${reason}, move_reason = ${reason},
      version = version + 1
    where sitting_id = ${sittingId} and state = any(${life.from('retime')}) returning id`);
  await announced(tx, 'retime', rows);
  const goingOn = await tx.query<{ id: string }>(sql`
    update registration set during = tstzrange(${from}, ${to}), reason = ${reason}, version = version + 1
    where sitting_id = ${sittingId} and state = any(${life.from('retimeRest')}) and interrupted_at is not null
      and during is not null returning id`);
  await announced(tx, 'retimeRest', goingOn);
}

/**
 * Gives these registrations `r` up, for this reason or for none that was told, but for who was let in: what they waited or were moved
 * for is over. Who had a seat did so on these terms. Returns them, each with the sitting that it leaves.
 */
export async function cancel(
  tx: Tx,
  which: Sql,
  {
    terms,
    reason = null,
    onRequest = null,
  }: { terms: CancellationTerms | null; reason?: string | null; onRequest?: boolean | null },
): Promise<RegistrationView[]> {
  const rows = await tx.query<{ id: string }>(sql`
    update registration r set state = 'cancelled', cancelled_at = ${tx.at}, reason = ${reason}::text,
      cancelled_by = ${tx.actor.subject}::text, cancelled_on_request = ${onRequest}::boolean,
      cancellation = case when r.state = 'booked' then ${terms} end, version = version + 1
    where r.state = any(${life.from('cancel')}) and r.admitted_at is null and ${which} returning r.id`);
  return announceRegistrations(tx, 'cancel', rows.map(idOf));
}

type NotedConsent = { consentDocument?: string | null | undefined; consentBy?: string };

const ON_THE_DAY = {
  admit: (at: Date, consent: boolean, teller: string) => sql`admitted_at = ${at}, consent = consent or ${consent},
    consent_by = case when ${consent}::boolean and not (consent and consent_by is not null) then ${teller} else consent_by end`,
  begin: (at: Date) => sql`state = 'sat', started_at = ${at}, version = version + 1`,
  miss: () => sql`state = 'no-show', version = version + 1`,
  interrupt: (at: Date) => sql`interrupted_at = ${at}`,
  resume: () => sql`interrupted_at = null`,

  // What the door showed is forgotten with it: it is asked for again.
  undoAdmit: (_at: Date, consent: boolean) => sql`admitted_at = null, consent = consent and not ${consent}::boolean,
    consent_by = case when not ${consent}::boolean then consent_by end`,
  undoBegin: () => sql`state = 'booked', started_at = null, version = version + 1`,
  undoMiss: () => sql`state = 'booked', version = version + 1`,
  undoInterrupt: () => sql`interrupted_at = null`,
  undoResume: (interruptedAt: Date) => sql`interrupted_at = ${interruptedAt}`,
};

/**
 * Writes what happened to a candidate on the day, at that instant, or takes it back; `consent` is a parent's that was shown at the
 * door. An absence taken back fails by `registration_active` and `registration_candidate`, as a booking does.
 */
export async function writeDay(
  tx: Tx,
  id: string,
  what: keyof typeof ON_THE_DAY,
  at: Date,
  consent = false,
): Promise<void> {
  const rows = await tx.query<{ id: string }>(sql`
    update registration set ${ON_THE_DAY[what](at, consent, tx.actor.subject)} where id = ${id} and state = any(${life.from(what)})
    returning id`);
  await announced(tx, what, rows);
}

/** Notes that a parent agrees, by whose word, where nobody's counts yet of a registration whose row is locked. */
export const noteConsent = (tx: Tx, id: string, { consentDocument = null, consentBy }: NotedConsent) =>
  tx.query(sql`
    update registration set consent = true, consent_by = ${consentBy}, consent_document = coalesce(${consentDocument}, consent_document)
    where id = ${id} and state = any(${life.from('cancel')}) and not (consent and consent_by is not null)`);

/** Lets go of the hours of who was interrupted, under `reason`: they stand in `sittingId` without a seat, and resume elsewhere. */
export async function strand(tx: Tx, id: string, sittingId: string, reason: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(sql`
    update registration set sitting_id = ${sittingId}, during = null, reason = ${reason}, version = version + 1
    where id = ${id} and state = any(${life.from('strand')}) returning id`);
  await announced(tx, 'strand', rows);
}

/** Ends these registrations `r`, whose interrupted exams may go on no more: each once. */
export async function lapse(tx: Tx, which: Sql): Promise<void> {
  const rows = await tx.query<{ id: string }>(sql`
    update registration r set lapsed_at = ${tx.at}, version = version + 1
    where r.state = any(${life.from('lapse')}) and r.lapsed_at is null and ${which} returning r.id`);
  await announced(tx, 'lapse', rows);
}

/** Gives who was interrupted a seat in another sitting, for the rest of the exam: a move that none but the exam asked for. */
export async function resumeIn(tx: Tx, id: string, sittingId: string): Promise<RegistrationView | undefined> {
  const rows = await tx.query<{ id: string }>(sql`
    update registration set sitting_id = ${sittingId}, reason = 'EXAM_GOES_ON_ELSEWHERE', version = version + 1,
      seated_at = ${tx.at}, during = (select during from sitting where id = ${sittingId})
    where id = ${id} and state = any(${life.from('resumeElsewhere')}) returning id`);
  const [moved] = await announceRegistrations(tx, 'resumeElsewhere', rows.map(idOf));
  return moved;
}

export type Result = { registrationId: string; outcome: 'passed' | 'failed'; score: number; startedAt: Date };

/** Records results, each the first revision of its registration's. Returns the registrations that passed. */
export async function recordResults(tx: Tx, results: readonly Result[], source: string): Promise<RegistrationView[]> {
  if (results.length === 0) return [];
  const written = await tx.query<{ id: string; outcome: 'passed' | 'failed' }>(sql`
    with result as (
      select * from jsonb_to_recordset(${JSON.stringify(results)}::jsonb)
        as d("registrationId" uuid, outcome text, score int, "startedAt" timestamptz)
    ), moved as (
      update registration r
      set state = d.outcome, score = d.score, started_at = d."startedAt", interrupted_at = null, lapsed_at = null, version = version + 1
      from result d where r.id = d."registrationId" and r.state = any(${life.from('pass')})
      returning r.id, d.outcome, d.score, d."startedAt"
    )
    insert into result_revision(registration_id, revision, score, started_at, outcome, source, recorded_at, recorded_by)
    select id, 1, score, "startedAt", outcome, ${source}, ${tx.at}, ${tx.actor.subject} from moved
    returning registration_id as id, outcome`);
  const idsOf = (outcome: string): string[] => written.filter((one) => one.outcome === outcome).map(idOf);
  await announceRegistrations(tx, 'fail', idsOf('failed'));
  return announceRegistrations(tx, 'pass', idsOf('passed'));
}

/** Writes another result over the one that is recorded, as the next revision, and says why. */
export async function correctResult(
  tx: Tx,
  { registrationId: id, outcome, score, startedAt }: Result,
  reason: string,
): Promise<void> {
  // What the release before recorded during an upgrade has no first revision yet.
  await tx.query(sql`
    insert into result_revision(registration_id, revision, score, started_at, outcome, source, recorded_at, recorded_by)
    select id, 1, score, started_at, state, 'api', ${tx.at}, ${tx.actor.subject} from registration
    where id = ${id} and state = any(${life.from('correct')}) on conflict do nothing`);
  await tx.query(sql`
    insert into result_revision(registration_id, revision, score, started_at, outcome, reason, source, recorded_at, recorded_by)
    select ${id}, max(revision) + 1, ${score}, ${startedAt}, ${outcome}, ${reason}, 'correction', ${tx.at},
      ${tx.actor.subject}
    from result_revision where registration_id = ${id}`);
  const rows = await tx.query<{ id: string }>(sql`
    update registration set state = ${outcome}, score = ${score}, started_at = ${startedAt}, version = version + 1
    where id = ${id} and state = any(${life.from('correct')}) returning id`);
  await announced(tx, 'correct', rows);
}

const idOf = ({ id }: { id: string }): string => id;

async function announced(
  tx: Tx,
  transition: Parameters<typeof announceRegistrations>[1],
  rows: readonly { id: string }[],
): Promise<string[]> {
  const ids = rows.map(idOf);
  await announceRegistrations(tx, transition, ids);
  return ids;
}

/** Gives those of the registrations `r` to whose they are now, as `set` says. */
export async function mergeRegistrations(tx: Tx, set: Sql, which: Sql): Promise<void> {
  const rows = await tx.query<{ id: string }>(sql`
    update registration r set ${set}, version = r.version + 1 where r.state = any(${life.from('merge')}) and ${which} returning r.id`);
  await announced(tx, 'merge', rows);
}
