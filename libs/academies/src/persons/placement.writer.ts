import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { type Tx, within } from '@takwin/platform/postgres';
import sql, { raw, type Sql } from 'sql-template-tag';
import { demandOpen } from '../academies/academy.js';
import type { AcademyState } from '../academies/academy.life.js';
import { MOST_PLACEMENTS, TooManyPlacements } from './person.js';
import { isOf } from './read-persons.js';
import { placementLife as life } from './placement.life.js';

/** What a form or a file says of where persons are, by its number in the order in which they were accepted: all rows of a file are one. */
export type Statement = { number: number };

/** Of a form: it is accepted as it is written. */
const NEXT = sql`nextval('statement_number')`;

/** The order of placements `l` in which the one that was stated last comes first; of one file the last row. */
export const LATEST = sql`l.stated_by desc, l.stated_line desc nulls last, l.year desc nulls last, l.id desc`;

/** Places new persons at home, by the form that is sent. */
export async function placeAtHome(
  tx: Tx,
  ids: readonly string[],
  about: { group?: string | null; filiere?: string | null; year?: number | null } = {},
): Promise<void> {
  const { group = null, filiere = null, year = null } = about;
  await tx.query(sql`
    insert into placement(person_id, academy_id, region, group_code, filiere, year, stated_by)
    select id, academy_id, region, ${group}::text, ${filiere}::text, ${year}::int, ${NEXT} from person where id = any(${ids}::uuid[])`);
}

/** Whether a placement was active by the statement that it has, whatever came of it. */
const wasActive = (alias: string): Sql =>
  sql`(${raw(alias)}.state = 'active' or ${raw(alias)}.ended_because = 'moved')`;

/**
 * Whether the placement `now`, active by a later statement, `number`, moves the person out of `before`: to another group of the academy
 * and year, or to another academy, where that statement places the person at the older one no more.
 */
function moves(now: string, before: string, number = sql`${raw(now)}.stated_by`): Sql {
  const [n, b] = [raw(now), raw(before)];
  return sql`case when ${n}.academy_id = ${b}.academy_id
    then ${n}.group_code is not null and ${n}.group_code is distinct from ${b}.group_code
      and coalesce(${n}.year = ${b}.year, true)
    else not exists (
      select from placement also where also.person_id = ${n}.person_id and also.academy_id = ${b}.academy_id
        and ${number} in (also.stated_by, also.seen_by, also.seen_before) and ${wasActive('also')}) end`;
}

/** The last file that had a placement in its rows; null of one that forms alone have stated. */
const seen = (alias: string): Sql =>
  sql`coalesce(${raw(alias)}.seen_by, case when ${raw(alias)}.stated_line is not null then ${raw(alias)}.stated_by end)`;

/** What comes to be the file before that one, as a placement `l` is seen by a statement; a second row of it is the same. */
const seenBefore = (number: number): Sql =>
  sql`case when ${seen('l')} < ${number}::bigint then ${seen('l')} else l.seen_before end`;

/** Whether a row says of a placement what is said of it already; of one that ended with a departure it says that the person is back. */
function saysTheSame(row: string, placement: string): Sql {
  const [r, l] = [raw(row), raw(placement)];
  return sql`${r}.active = ${wasActive(placement)} and ${l}.ended_because is distinct from 'left'
    and coalesce(${r}.filiere, ${l}.filiere) is not distinct from ${l}.filiere
    and coalesce(${r}.level, ${l}.level) is not distinct from ${l}.level`;
}

/**
 * Whether a file of the sender's between the last one that had the placement and this one had others of its group, and not the person: then
 * whoever was moved out of it comes back.
 */
function wasLeftOut(alias: string, number: number, { subject }: Actor): Sql {
  const l = raw(alias);
  return sql`(${l}.ended_because is not distinct from 'moved' and exists (
    select from placement o join import i on i.statement in (${seen('o')}, o.seen_before)
    where o.academy_id = ${l}.academy_id and o.group_code is not distinct from ${l}.group_code
      and o.year is not distinct from ${l}.year and i.created_by = ${subject}
      and i.statement > ${seen(alias)} and i.statement < ${number}::bigint))`;
}

/** Which of a sender's files had a placement `l`: the last one, the one before it, or the line of the last. */
const toldBy = (alias: string, { subject }: Actor, what: 'last' | 'before' | 'line'): Sql =>
  sql`(${raw(alias)}.by_sender->${subject}::text->>${{ last: 0, before: 1, line: 2 }[what]}::int)::bigint`;

/** The last of a sender's files before the one of that number which had a placement. */
const toldBefore = (alias: string, sender: Actor, number: Sql): Sql =>
  sql`case when ${toldBy(alias, sender, 'last')} < ${number} then ${toldBy(alias, sender, 'last')}
    else ${toldBy(alias, sender, 'before')} end`;

/** What a row says of a person: the placement, and whether it is another one by that. `isOpen`: it may be that the row is not followed. */
export type Placed = { personId: string; isOther: boolean; line: number; placementId: number; isOpen: boolean };

/**
 * Gives placements of which nobody has said the year that of a row of a roster `r` of the same group, unless that year has a placement of its
 * own: a year that either does not say is taken for the same. Returns whose they are.
 */
export async function learnYears(tx: Tx, rows: Sql): Promise<string[]> {
  const learnt = await tx.query<{ personId: string }>(sql`
    update placement set year = said.year from (
      select distinct on (l.id) l.id, r.year from (${rows}) r
        join placement l on l.person_id = r.person_id and l.academy_id = r.academy_id and l.group_code is not distinct from r.group_code
      where r.year is not null and l.year is null and not exists (
        select from placement o where o.person_id = l.person_id and o.academy_id = l.academy_id
          and o.group_code is not distinct from l.group_code and o.year = r.year)
      order by l.id, r.active desc, r.line) said
    where placement.id = said.id returning placement.person_id as "personId"`);
  return learnt.map(({ personId }) => personId);
}

/**
 * Places persons as the rows of a roster `r` say, the last of a group's speaking for it. A row that says what the file before it said of
 * the placement is no new statement. What a later statement has said of the same placement stays; a row that one has overtaken by another
 * placement, or by a departure, leaves an ended one.
 */
export async function placePersons(tx: Tx, rows: Sql, { number }: Statement, sender: Actor): Promise<Placed[]> {
  const isNotOlder = sql`${seen('l')} <= ${number}::bigint`;
  const told = (line: Sql): Sql => sql`placement_told(l.by_sender, ${sender.subject}, ${number}::bigint, ${line})`;
  return tx.query<Placed>(sql`
    with said as (
      select distinct on (p.id, r.academy_id, r.group_code, r.year) p.id as person_id, r.academy_id, r.region, r.group_code,
        r.filiere, r.level, r.year, r.line, r.active, l.id as known, l.state as known_state, coalesce(${seen('l')} > ${number}::bigint
          or ${saysTheSame('r', 'l')} and ${seen('l')} <= ${number}::bigint and l.stated_by < ${number}::bigint
            and not ${wasLeftOut('l', number, sender)}, false) as is_same,
        case
          when not r.active then 'inactive'
          when p.left_by > ${number}::bigint then 'left'
          when exists (
            select from placement l
            where l.person_id = p.id and l.stated_by > ${number}::bigint and ${wasActive('l')} and ${moves('l', 'r')}) then 'moved'
        end as ended_because
      from (${rows}) r join person p on p.id = r.person_id
        left join placement l on l.person_id = p.id and l.academy_id = r.academy_id
          and l.group_code is not distinct from r.group_code and l.year is not distinct from r.year
      order by p.id, r.academy_id, r.group_code, r.year, r.line desc
    ), kept as (
      update placement l set
        seen_by = case when ${isNotOlder} then ${number}::bigint else l.seen_by end,
        seen_before = case when ${isNotOlder} then ${seenBefore(number)} else l.seen_before end,
        by_sender = ${told(sql`said.line`)}
      from said where said.is_same and l.id = said.known
    ), written as (
      insert into placement as l(person_id, academy_id, region, group_code, filiere, level, year, state, ended_on,
        ended_because, stated_by, stated_line, seen_by, by_sender)
      select person_id, academy_id, region, group_code, filiere, level, year,
        case when ended_because is null then 'active' else 'ended' end,
        case when ended_because is not null then ${legalDayOf(tx.at)}::date end, ended_because, ${number}::bigint, line,
        ${number}::bigint, placement_told('{}', ${sender.subject}, ${number}::bigint, line)
      from said where not is_same
      on conflict on constraint placement_once do update
      set state = excluded.state, filiere = coalesce(excluded.filiere, l.filiere), level = coalesce(excluded.level, l.level),
        ended_on = case when l.state = 'ended' and excluded.state = 'ended' then l.ended_on else excluded.ended_on end,
        ended_because = case when l.state = 'ended' and l.ended_because is null and excluded.state = 'ended' then null
          else excluded.ended_because end,
        stated_by = excluded.stated_by, stated_line = excluded.stated_line, seen_by = excluded.seen_by,
        seen_before = ${seenBefore(number)}, by_sender = ${told(sql`excluded.stated_line`)}
      where l.stated_by <= excluded.stated_by
      returning l.person_id, l.academy_id, l.group_code, l.year, l.id, new.state, old.id is null
        or (old.state, old.filiere, old.level) is distinct from (new.state, new.filiere, new.level)
        or new.state = 'ended' and old.ended_because is distinct from new.ended_because as is_other
    )
    select said.person_id as "personId", coalesce(is_other, false) as "isOther", said.line,
      coalesce(written.id, said.known) as "placementId",
      said.active <> (coalesce(written.state, said.known_state) = 'active') or exists (
        select from placement l where l.person_id = said.person_id and l.seen_by > ${number}::bigint) as "isOpen"
    from said left join written on written.person_id = said.person_id and written.academy_id = said.academy_id
      and written.group_code is not distinct from said.group_code and written.year is not distinct from said.year`);
}

/**
 * Whether the file of that number is an export that is sent again: of the academy of `l` it has others who are where it says, as before;
 * and so was the one that placed the person at the academy of `m`, if that is another one. Two such lists tell of nobody that they move.
 */
function isExport(sender: Actor, number: Sql, before: Sql): Sql {
  const elsewhere = (person: Sql, since: Sql): Sql => sql`exists (
    select from placement e where e.person_id = ${person} and ${toldBefore('e', sender, number)} > ${since})`;
  return sql`exists (
      select from placement o
      where o.academy_id = l.academy_id and o.person_id <> l.person_id and ${toldBy('o', sender, 'last')} = ${number}
        and o.stated_by < ${number} and o.state = 'active'
        and not ${elsewhere(sql`o.person_id`, sql`coalesce(${toldBy('o', sender, 'before')}, 0)`)})
    and (m.academy_id = l.academy_id or exists (
      select from placement o
      where o.academy_id = m.academy_id and o.person_id <> l.person_id
        and ${before} in (${toldBy('o', sender, 'last')}, ${toldBy('o', sender, 'before')}, o.stated_by, o.seen_by, o.seen_before)
        and not exists (
          select from placement e where e.person_id = o.person_id and ${toldBy('e', sender, 'last')} = ${number})))`;
}

/**
 * Takes persons back into placements that a file of the sender's, this one or one that was worked before it, has as before, though the
 * sender's last file about the person had said otherwise: who, by which statement, and whether the placement had ended.
 */
export async function returnPersons(
  tx: Tx,
  ids: readonly string[],
  { number }: Statement,
  sender: Actor,
): Promise<{ personId: string; number: number; isBack: boolean }[]> {
  const last = toldBy('l', sender, 'last');
  const between = toldBefore('m', sender, last);
  return tx.query(sql`
    update placement l set state = 'active', ended_on = null, ended_because = null, stated_by = ${last},
      stated_line = ${toldBy('l', sender, 'line')}
    from person p
    where l.person_id = any(${ids}::uuid[]) and p.id = l.person_id and ${last} >= ${number}::bigint and l.stated_by < ${last}
      and ${wasActive('l')} and coalesce(p.left_by < ${last}, true)
      and exists (
        select from placement m
        where m.person_id = l.person_id and ${wasActive('m')} and ${between} > coalesce(${toldBy('l', sender, 'before')}, 0)
          and ${moves('m', 'l', between)} and not (${isExport(sender, last, between)}))
      and not exists (
        select from placement later
        where later.person_id = l.person_id and later.stated_by > ${last} and ${wasActive('later')} and ${moves('later', 'l')})
    returning l.person_id as "personId", l.stated_by as number, old.state <> 'active' as "isBack"`);
}

/** Which of these placements are not what a row said of them: its line. */
export async function linesNotFollowed(
  tx: Tx,
  said: readonly { line: number; placementId: number; active: boolean }[],
): Promise<number[]> {
  const rows = await tx.query<{ line: number }>(sql`
    select distinct said.line from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as said(line int, "placementId" bigint, active boolean)
      join placement l on l.id = said."placementId"
    where said.active <> (l.state = 'active') order by said.line`);
  return rows.map(({ line }) => line);
}

/**
 * Ends those placements of these persons out of which a statement moves them, today: the ids of those moved. It ends none of an
 * academy outside the sender's scope, none of which the statement itself has rows, and none that was stated later.
 */
export async function movePlacements(
  tx: Tx,
  ids: readonly string[],
  { number }: Statement,
  sender: Actor,
): Promise<string[]> {
  const moved = await tx.query<{ personId: string }>(sql`
    update placement l set state = 'ended', ended_on = ${legalDayOf(tx.at)}, ended_because = 'moved'
    where l.person_id = any(${ids}::uuid[]) and l.state = any(${life.from('move')})
      and l.stated_by < ${number}::bigint and l.seen_by is distinct from ${number}::bigint
      and ${within(sender, { region: sql`l.region`, academy: sql`l.academy_id` })}
      and exists (
        select from placement n
        where n.person_id = l.person_id and n.state = 'active' and ${moves('n', 'l', sql`${number}::bigint`)}
          -- A row as before says nothing new, but where it stood beside the one that is left out.
          and (n.stated_by = ${number}::bigint or n.seen_by = ${number}::bigint and n.seen_before = ${seen('l')}))
    returning l.person_id as "personId"`);
  return moved.map(({ personId }) => personId);
}

/** Ends the placements of persons who leave, today. */
export async function endPlacements(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(sql`
    update placement set state = 'ended', ended_on = ${legalDayOf(tx.at)}, ended_because = 'left'
    where person_id = any(${ids}::uuid[]) and state = any(${life.from('end')})`);
}

/** Takes persons back into the latest placement at home: of those that ended as they left, else of all. */
export async function resumePlacements(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(sql`
    update placement set state = 'active', ended_on = null, ended_because = null,
      stated_by = ${NEXT}, stated_line = null
    where state = any(${life.from('resume')}) and id in (
      select (select l.id from placement l where l.person_id = p.id and l.academy_id = p.academy_id
        order by (l.ended_because = 'left') desc nulls last, ${LATEST} limit 1)
      from person p where p.id = any(${ids}::uuid[]))`);
}

/**
 * Gives the placements of one person to another, as a statement that is made now: it moves the person out of others within the
 * actor's scope. Refuses TOO_MANY_PLACEMENTS, and an academy that is suspended or closed and would have somebody new by it.
 */
export async function handOverPlacements(tx: Tx, from: string, into: string): Promise<void> {
  await demandTakenIn(tx, from, into);
  const { number } = (await tx.one<Statement>(sql`select ${NEXT} as number`))!;
  await tx.query(sql`
    with given as (delete from placement where person_id = ${from} returning *)
    insert into placement as l(person_id, academy_id, region, group_code, filiere, level, year, state, ended_on, ended_because,
      stated_by, stated_line, seen_by, seen_before, by_sender)
    select ${into}::uuid, academy_id, region, group_code, filiere, level, year, state, ended_on, ended_because,
      case state when 'active' then ${number}::bigint else stated_by end, stated_line, seen_by, seen_before, by_sender
    from given
    on conflict on constraint placement_once do update
    set state = excluded.state, filiere = coalesce(excluded.filiere, l.filiere), level = coalesce(excluded.level, l.level),
      ended_on = excluded.ended_on, ended_because = excluded.ended_because, stated_by = excluded.stated_by,
      stated_line = excluded.stated_line, seen_by = excluded.seen_by, seen_before = excluded.seen_before,
      by_sender = excluded.by_sender
    where l.stated_by < excluded.stated_by`);
  const held = await tx.one<{ count: number }>(
    sql`select count(*)::int as count from placement where person_id = ${into}`,
  );
  if (held!.count > MOST_PLACEMENTS) throw new TooManyPlacements();
  await movePlacements(tx, [into], { number }, tx.actor);
}

/** Refuses ACADEMY_IS_SUSPENDED and ACADEMY_WAS_CLOSED where the placements of one person bring another one into such an academy. */
async function demandTakenIn(tx: Tx, from: string, into: string): Promise<void> {
  const academies = await tx.query<{ state: AcademyState }>(sql`
    select a.state from academy a where a.id in (
      select l.academy_id from placement l join person p on p.id = ${into}::uuid
      where l.person_id = ${from} and l.state = 'active' and not ${isOf(sql`p`, sql`l.academy_id`)})
    order by a.id for share`);
  academies.forEach(demandOpen);
}

/**
 * Has two records that a merge made one be placed as they were before it; placements of the survivor that were stated since, or were
 * stated otherwise, stay as they are. The one that went is there again.
 */
export async function partPlacements(tx: Tx, mergeId: string): Promise<void> {
  await tx.query(sql`
    delete from placement l using person_merge m
    where m.id = ${mergeId} and l.person_id = m.person_id
      and to_jsonb(l) in (select jsonb_array_elements(m.placements_are))`);
  await tx.query(sql`
    insert into placement overriding system value select b.* from person_merge m, jsonb_populate_recordset(null::placement, m.placements_were) b
    where m.id = ${mergeId} on conflict do nothing`);
}
