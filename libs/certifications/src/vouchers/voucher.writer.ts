import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { type Movement, moveVouchers } from './ledger.writer.js';
import { voucherLife as life } from './voucher.life.js';
import { accountOf, PersonHasVoucher, PROGRAMME } from './voucher.js';

type Account = Parameters<typeof accountOf>[1];
/** Of which lot a voucher is, and which academy's. */
type Origin = { lotId: string; academyId: string };
export type NewVoucher = Origin & { region: string; personId: string };

/** What the persons `persons` have of one family that is valid and not booked with: `nth` is 1 for what lasts longest. */
const unbooked = (tx: Tx, persons: readonly string[]): Sql => sql`
  select v.id, v.person_id, l.family,
    row_number() over (partition by v.person_id, l.family order by l.expires_at desc, v.id) as nth
  from voucher v join voucher_lot l on l.id = v.lot_id
  where v.person_id = any(${persons}::uuid[]) and v.state = 'assigned' and v.registration_id is null and l.expires_at > ${tx.at}`;

// Whoever books with a person's voucher, or lets it go, waits for who looks at what the person has.
const lockVouchers = (tx: Tx, persons: readonly string[]): Promise<unknown> =>
  tx.query(sql`
    select from voucher where person_id = any(${persons}::uuid[]) and state = 'assigned' order by id for no key update`);

/** Refuses PERSON_HAS_VOUCHER where the person has a voucher of the family to book with. */
export async function demandNone(tx: Tx, personId: string, family: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`voucher ${personId} ${family}`}, 0))`);
  await lockVouchers(tx, [personId]);
  const has = await tx.one<{ id: string }>(
    sql`select id from (${unbooked(tx, [personId])}) u where family = ${family}`,
  );
  if (has) throw new PersonHasVoucher(has.id);
}

/** Assigns a voucher of the academy's; returns its id. */
export async function assign(tx: Tx, voucher: NewVoucher): Promise<string> {
  const { lotId, academyId, region, personId } = voucher;
  const assigned = await tx.one<{ id: string }>(sql`
    insert into voucher(lot_id, academy_id, region, person_id, assigned_at, created_by)
    values (${lotId}, ${academyId}, ${region}, ${personId}, ${tx.at}, ${tx.actor.subject}) returning id`);
  await move(tx, [voucher], 'stock', 'assigned');
  return assigned!.id;
}

/** Assigns vouchers of academies to those of the registrations that they pay for. */
export async function assignTo(tx: Tx, paid: readonly (NewVoucher & { registrationId: string })[]): Promise<void> {
  if (paid.length === 0) return;
  await tx.query(sql`
    insert into voucher(lot_id, academy_id, region, person_id, registration_id, assigned_at, created_by)
    select "lotId", "academyId", region, "personId", "registrationId", ${tx.at}, ${tx.actor.subject}
    from jsonb_to_recordset(${JSON.stringify(paid)}::jsonb)
      as p("lotId" uuid, "academyId" uuid, region text, "personId" uuid, "registrationId" uuid)`);
  await move(tx, paid, 'stock', 'assigned');
}

/** Has a voucher, whose row is locked, pay for a registration. */
export const bind = (tx: Tx, id: string, registrationId: string) =>
  tx.query(sql`
    update voucher set registration_id = ${registrationId}, version = version + 1
    where id = ${id} and state = any(${life.from('bind')}) and registration_id is null`);

/** Has these registrations paid with what their persons have: of vouchers that last until the exam, the soonest to expire. */
export const bindOwn = (tx: Tx, registrationIds: readonly string[]) =>
  tx.query(sql`
    with mine as (
      select distinct on (v.id) v.id, r.id as registration_id
      from registration r join exam e on e.code = r.exam_code
      join voucher v on v.person_id = r.person_id and v.state = any(${life.from('bind')}) and v.registration_id is null
      join voucher_lot l on l.id = v.lot_id and l.family = e.family and l.expires_at >= lower(r.during)
      where r.id = any(${registrationIds}::uuid[]) and not exists (
        select from voucher b where b.registration_id = r.id and b.state = 'assigned')
      order by v.id, r.id
    ), first_of as (
      select distinct on (m.registration_id) m.id, m.registration_id
      from mine m join voucher v using (id) join voucher_lot l on l.id = v.lot_id
      order by m.registration_id, l.expires_at, m.id
    )
    update voucher v set registration_id = f.registration_id, version = v.version + 1
    from first_of f where v.id = f.id and v.state = any(${life.from('bind')}) and v.registration_id is null`);

/**
 * Lets vouchers go of registrations that were given up or refused before they began: their assignees may book with them again, with
 * one of a family; more go back to the academy.
 */
export async function unbind(tx: Tx, registrationIds: readonly string[]): Promise<void> {
  if (registrationIds.length === 0) return;
  const holders = await tx.query<{ id: string }>(sql`
    select distinct person_id as id from registration where id = any(${registrationIds}::uuid[])`);
  const persons = holders.map(({ id }) => id);
  await lockVouchers(tx, persons);
  await tx.query(sql`
    update voucher set registration_id = null, version = version + 1
    where registration_id = any(${registrationIds}::uuid[]) and state = any(${life.from('letGo')}) and not exists (
      select from registration r where r.id = voucher.registration_id and lower(r.during) <= ${tx.at})`);
  await giveBack(tx, sql`v.id in (select id from (${unbooked(tx, persons)}) u where nth > 1)`);
}

/**
 * Lets vouchers go of registrations whose exams are later than they last: they are kept, for one that is sooner. Returns the
 * registrations.
 */
export async function letGoOfExpiring(tx: Tx, registrationIds: readonly string[]): Promise<string[]> {
  const left = await tx.query<{ id: string }>(sql`
    update voucher v set registration_id = null, version = v.version + 1 from registration r, voucher_lot l
    where r.id = any(${registrationIds}::uuid[]) and v.registration_id = r.id and v.state = any(${life.from('letGo')})
      and l.id = v.lot_id and l.expires_at < lower(r.during) returning r.id`);
  return left.map(({ id }) => id);
}

/** Lets those of these vouchers `v` go whose registrations wait for a seat: whoever gives them one meanwhile is waited for. */
export async function letGoOfWaiting(tx: Tx, which: Sql): Promise<void> {
  const waiting = await tx.query<{ id: string }>(sql`
    select r.id from registration r where r.state = 'waitlisted' and r.id in (
      select v.registration_id from voucher v where v.state = any(${life.from('letGo')}) and ${which})
    order by r.id for no key update of r`);
  await tx.query(sql`
    update voucher v set registration_id = null, version = v.version + 1
    where v.registration_id = any(${waiting.map(({ id }) => id)}::uuid[]) and v.state = any(${life.from('letGo')}) and ${which}`);
}

/** Gives those of these vouchers `v` back that nobody has booked with; returns how many each academy has got of its own again. */
export async function giveBack(tx: Tx, which: Sql): Promise<{ academyId: string; vouchers: number }[]> {
  const returned = await tx.query<Origin>(sql`
    update voucher v set state = 'returned', ended_at = ${tx.at}, version = v.version + 1
    where v.state = any(${life.from('giveBack')}) and v.registration_id is null and ${which}
    returning v.lot_id as "lotId", v.academy_id as "academyId"`);
  await move(tx, returned, 'assigned', 'stock');
  const byAcademy = Map.groupBy(returned, ({ academyId }) => academyId);
  return [...byAcademy].map(([academyId, those]) => ({ academyId, vouchers: those.length }));
}

/**
 * Voids the vouchers of these registrations: used by an exam that began, or forfeited by a candidate who was absent or late to
 * cancel. @returns how many there were
 */
export async function spend(tx: Tx, registrationIds: readonly string[], state: 'used' | 'forfeited'): Promise<number> {
  if (registrationIds.length === 0) return 0;
  const spent = await tx.query<Origin & { before: 'assigned' | 'used' }>(sql`
    update voucher set state = ${state}, ended_at = ${tx.at}, version = version + 1
    where registration_id = any(${registrationIds}::uuid[])
      and state = any(${life.from(state === 'used' ? 'use' : 'forfeit')})
    returning lot_id as "lotId", academy_id as "academyId", old.state as before`);
  for (const [before, some] of Map.groupBy(spent, (one) => one.before)) await move(tx, some, before, state);
  return spent.length;
}

/** Has this registration paid again with the voucher that was spent on it by mistake. */
export async function restore(tx: Tx, registrationId: string): Promise<void> {
  const restored = await tx.query<Origin & { spent: 'used' | 'forfeited' }>(sql`
    update voucher set state = 'assigned', ended_at = null, version = version + 1
    where registration_id = ${registrationId} and state = any(${life.from('restore')})
    returning lot_id as "lotId", academy_id as "academyId", old.state as spent`);
  for (const one of restored) await move(tx, [one], one.spent, 'assigned');
}

/**
 * Writes off what is left of a lot that has expired. What a registration is paid with was used in time, or is freed by its
 * cancellation and lapses then.
 */
export async function lapse(tx: Tx, lotId: string): Promise<void> {
  const unbooked = await tx.query<{ academyId: string; vouchers: number }>(sql`
    with gone as (
      update voucher v set state = 'lapsed', ended_at = ${tx.at}, version = version + 1 from voucher_lot l
      where v.lot_id = ${lotId} and l.id = v.lot_id and l.expires_at < ${tx.at} and v.state = any(${life.from('lapse')})
        and v.registration_id is null
      returning v.academy_id
    )
    select academy_id as "academyId", count(*)::int as vouchers from gone group by academy_id`);
  const stocks = await tx.query<{ account: string; vouchers: number }>(sql`
    select b.account, b.vouchers from voucher_balance b join voucher_lot l on l.id = b.lot_id
    where b.lot_id = ${lotId} and l.expires_at < ${tx.at} and b.vouchers > 0
      and (b.account = ${PROGRAMME} or b.account like 'stock:%')
    order by b.account for update of b`);
  await moveVouchers(tx, [
    ...unbooked.map((some) => between({ lotId, ...some }, 'assigned', 'lapsed')),
    ...stocks.map(({ account, vouchers }) => ({
      lotId,
      from: account,
      to: account.replace(/^(stock|programme)/, 'lapsed'),
      vouchers,
    })),
  ]);
}

// One movement for each lot and academy.
function move(tx: Tx, vouchers: readonly Origin[], from: Account, to: Account): Promise<void> {
  const together = Map.groupBy(vouchers, ({ lotId, academyId }) => `${lotId} ${academyId}`);
  const movements = [...together.values()].map((some) => between({ ...some[0]!, vouchers: some.length }, from, to));
  return moveVouchers(tx, movements);
}

const between = (
  { lotId, academyId, vouchers }: Origin & { vouchers: number },
  from: Account,
  to: Account,
): Movement => ({
  lotId,
  from: accountOf(academyId, from),
  to: accountOf(academyId, to),
  vouchers,
});

/** Gives vouchers to whose they are now; of those to book with one of a family stays, and the others go back. */
export async function mergeVouchers(tx: Tx, merges: Merges, persons: readonly string[]): Promise<void> {
  await lockVouchers(tx, persons);
  const { set, where } = movesOf('v', merges);
  await tx.query(sql`update voucher v set ${set}, version = v.version + 1 where ${where} and v.state = 'assigned'`);
  // What is void stays as it was written, whosever it is.
  await tx.query(sql`update voucher v set ${set} where ${where}`);
  await giveBack(tx, sql`v.id in (select id from (${unbooked(tx, persons)}) u where nth > 1)`);
}
