import { type Merges, movesOf, readMerges, type Tx } from '@takwin/platform/postgres';
import sql, { raw, type Sql } from 'sql-template-tag';
import { mergeAccommodations } from '../accommodations/accommodation.writer.js';
import { mergeCharges } from '../charges/charge.writer.js';
import { mergeAchievements } from '../credentials/merge-achievements.js';
import { giveUpIneligible } from '../retakes/give-up-ineligible.js';
import { mergeAttempts } from '../retakes/record-past-attempts.js';
import { mergeProctors } from '../sittings/sitting.writer.js';
import { mergeVouchers } from '../vouchers/voucher.writer.js';
import { giveUp } from './give-up-registrations.js';
import { giveUpMisplaced } from './give-up-misplaced.js';
import { mergeRegistrations } from './registration.writer.js';

/** Tables whose rows are of a person, by which column. */
const OWNED = [
  ['registration', 'person_id'],
  ['past_attempt', 'person_id'],
  ['past_attempt_revocation', 'person_id'],
  ['accommodation', 'person_id'],
  ['charge', 'person_id'],
  ['voucher', 'person_id'],
  ['held', 'person_id'],
  ['credential', 'person_id'],
  ['sitting_proctor', 'proctor_id'],
] as const;

/**
 * Gives what was asked for, sat, proven, granted and paid under a record that turned out to be of another person to that one, and back
 * where that was undone. What is to come moves as far as the person's own rules allow, which one person has for all that were theirs: one
 * registration for an exam, one place at a time, and the waits between attempts; the rest is given up at no cost. Returns those concerned.
 */
export async function followMerges(tx: Tx, ids?: readonly string[]): Promise<readonly string[]> {
  const merges = await readMerges(tx, ids);
  const pairs = await pairsOf(tx, merges);
  if (pairs.length === 0) return [];
  const persons = [...new Set(pairs.flatMap(({ from, to }) => [from, to]))].sort();
  await tx.query(sql`
    select from sitting where id in (
      select sitting_id from registration where person_id = any(${persons}::uuid[]) and state in ('booked', 'sat'))
    order by id for no key update`);
  for (const pair of pairs) {
    await giveUp(tx, movingInto(merges, pair), 'PERSON_MERGED');
    await giveUp(tx, standingAgainst(tx, merges, pair), 'PERSON_MERGED');
    await mergeRegistrations(tx, movesOf('r', merges).set, withRoom(merges, pair));
  }
  await mergeProctors(tx, merges);
  await mergeAttempts(tx, merges);
  await mergeAccommodations(tx, merges);
  await mergeCharges(tx, merges);
  await mergeVouchers(tx, merges, persons);
  await mergeAchievements(tx, merges, persons);
  const attempted = await tx.query<{ personId: string; examCode: string }>(sql`
    select distinct person_id as "personId", exam_code as "examCode" from registration
    where person_id = any(${persons}::uuid[]) and state = 'booked'`);
  await giveUpIneligible(tx, attempted);
  await giveUpMisplaced(tx, sql`r.person_id = any(${persons}::uuid[])`);
  return persons;
}

/** Whose rows are to go to whom. */
type Pair = { from: string; to: string };

async function pairsOf(tx: Tx, merges: Merges): Promise<Pair[]> {
  const all = new Map<string, Pair>();
  for (const [table, column] of OWNED) {
    const { where, to } = movesOf('x', merges, column);
    const rows = await tx.query<Pair>(sql`
      select distinct x.${raw(column)} as "from", ${to} as "to" from ${raw(table)} x where ${where}`);
    for (const pair of rows) all.set(`${pair.from} ${pair.to}`, pair);
  }
  return [...all.values()].sort((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1));
}

const ACTIVE = sql`('requested', 'waitlisted', 'booked', 'sat')`;
/** Which of two registrations stays: one that has begun, then one with a seat, then one that waits. */
const rank = (alias: string): Sql =>
  sql`array_position(array['requested', 'waitlisted', 'booked', 'sat'], ${raw(alias)}.state)`;

/** Whether `r` and `o`, of one person, cannot both be: for one exam, or where both have a seat at one time. */
const COLLIDE = sql`(o.state in ${ACTIVE} and o.lapsed_at is null
  and (o.exam_code = r.exam_code or o.during && r.during and o.state in ('booked', 'sat') and r.state = 'booked'))`;
const HAS_BEGUN = (tx: Tx): Sql => sql`(o.admitted_at is not null or lower(o.during) <= ${tx.at})`;

/** Those of the registrations `r` that are to go to somebody who has one that collides and is as far, or watches a sitting then. */
const movingInto = (
  merges: Merges,
  { from, to }: Pair,
): Sql => sql`(r.person_id = ${from} and ${movesOf('r', merges).where} and (
  exists (select from registration o where o.person_id = ${to} and ${COLLIDE} and ${rank('o')} >= ${rank('r')})
  or r.state = 'booked' and exists (
    select from engagement e where e.person_id = ${to} and e.sitting_id is not null and e.during && r.during)))`;

/** Those of the registrations `r` of whom others are to go to that collide and are further, or have begun. */
const standingAgainst = (tx: Tx, merges: Merges, { from, to }: Pair): Sql => sql`(r.person_id = ${to} and exists (
  select from registration o where o.person_id = ${from} and ${movesOf('o', merges).where} and ${COLLIDE}
    and (${rank('o')} > ${rank('r')} or ${HAS_BEGUN(tx)})))`;

/** Those of the registrations `r` for which whoever they go to has room, as what has begun is given up by nobody. */
const withRoom = (merges: Merges, { from, to }: Pair): Sql => {
  const moves = movesOf('r', merges);
  return sql`r.person_id = ${from} and ${moves.to} = ${to} and ${moves.where}
    and not (r.state in ${ACTIVE} and r.lapsed_at is null and exists (
      select from registration o where o.person_id = ${to} and o.exam_code = r.exam_code and o.state in ${ACTIVE} and o.lapsed_at is null))
    and not (r.state in ('booked', 'sat') and exists (
      select from engagement e where e.person_id = ${to} and e.during && r.during))`;
};
