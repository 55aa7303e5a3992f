import type { Actor } from '@takwin/platform/auth';
import { iso, isToldOf, isToldOfAll, type Tx, within } from '@takwin/platform/postgres';
import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { ACCREDITORS } from '../rules.js';
import type { PersonView } from './person.js';

/** Whether the person of this alias is one that the actor may read about: by the home academy, or as oneself. */
export function isVisible(actor: Actor, alias: 'p' | 'other' | 'holder'): Sql {
  const person = raw(alias);
  return within(actor, {
    region: sql`${person}.region`,
    academy: sql`${person}.academy_id`,
    person: sql`${person}.id`,
  });
}

/** Whether the person of this alias belongs to an academy: has the home there, or a placement that is active. */
export const isOf = (person: Sql, academyId: Sql): Sql => sql`(${person}.academy_id = ${academyId} or exists (
  select from placement own where own.person_id = ${person}.id and own.academy_id = ${academyId} and own.state = 'active'))`;

/** Whether `p` is a person of one of these ids, or had it before two records became one. */
export const isOneOf = (ids: readonly string[]): Sql => sql`p.id = any(array(
  select coalesce(a.person_id, asked.id) from unnest(${ids}::uuid[]) as asked(id) left join person_alias a on a.id = asked.id))`;

const isOutside = (academy: Sql): Sql =>
  sql`not exists (select from academy a where a.id = ${academy} and (a.profile = 'prison' or a.kind = 'EP'))`;

/**
 * Whether the actor is told of the person `p`. Whose home is in a prison is there for no machine that is not told of prisons, and for no
 * trainer of another academy's group that they are in.
 */
export const isTold = (actor: Actor): Sql =>
  isToldOfAll(actor)
    ? isVisible(actor, 'p')
    : sql`(${isVisible(actor, 'p')} and ${isAcademyShown(actor, sql`p.academy_id`, sql`p.id`)})`;

/** Whether the actor is shown that somebody is, or was, of the academy of this column: a blank in its place would say the same. */
export const isAcademyShown = (actor: Actor, academy: Sql, person?: Sql): Sql =>
  isToldOf(actor, { academy, isOutside: isOutside(academy), person });

/** Whether the actor is shown the placement `l`: each of their own, and of others as its academy is. */
export const isShown = (actor: Actor): Sql => isAcademyShown(actor, sql`l.academy_id`, sql`l.person_id`);

/** Whether something of the person `p` is an academy's word alone: that there is one, the birth date, or a number, whoever else has it. */
export const WAITS = sql`not (p.confirmed and p.birth_date_confirmed and p.matricule_confirmed and p.cin_confirmed)`;

/** Selects persons, with those placements that the actor of `tx` is shown, straight into their view; the CIN is not part of any view. */
export const selectPersons = (tx: Tx, where: Sql, rest: Sql = empty): Promise<PersonView[]> =>
  select(tx, where, rest, SHOWN, isShown(tx.actor), tellsClaims(tx.actor));

/** The same as other services are told: with all their placements, and without a matricule that may be somebody else's. */
export const selectWholePersons = (tx: Tx, where: Sql): Promise<PersonView[]> =>
  select(tx, where, empty, sql`p.matricule`, sql`true`, sql`false`);

/** Whether the actor is told that a number of the person `p` is a claim alone: an official who may read whose it may be, and not where it is known. */
function tellsClaims(actor: Actor): Sql {
  if (!(actor.role in ACCREDITORS)) return sql`false`;
  if (actor.scope === 'programme') return sql`true`;
  // One that is looked up by its key: of `exists` PostgreSQL may hash all persons of the region.
  return sql`coalesce((select ${isVisible(actor, 'holder')} from person holder where holder.id = p.claims), false)`;
}

/** Who reads a person is shown the matricule that was said, whoever else has it. */
const SHOWN = sql`coalesce(p.matricule, p.claimed_matricule)`;

const select = (tx: Tx, where: Sql, rest: Sql, matricule: Sql, shown: Sql, claimsTold: Sql): Promise<PersonView[]> =>
  tx.query<PersonView>(sql`
    select p.id, p.kind, ${matricule} as matricule, p.birth_date::text as "birthDate", p.state,
      case p.state when 'inactive' then p.inactive_reason end as "inactiveReason",
      case p.state when 'inactive' then p.left_on::text end as "leftOn", p.synthetic, p.confirmed,
      p.confirmed and p.birth_date_confirmed as "birthDateConfirmed", p.confirmed and p.matricule_confirmed and p.cin_confirmed as "numbersConfirmed",
      case when p.confirmed_at is not null then jsonb_build_object('by', p.confirmed_by, 'as', p.confirmed_as,
        'at', ${iso('p.confirmed_at')}, 'importId', p.confirmed_import) end as confirmation,
      ${iso('p.name_corrected_at')} as "nameCorrectedAt",
      (p.claimed_matricule is not null or p.claimed_cin_hash is not null) and ${claimsTold} as "standsAsClaim", p.academy_id as "academyId", p.region, p.version,
      jsonb_build_object('fr', concat_ws(' ', p.given_fr, p.family_fr),
        'ar', nullif(concat_ws(' ', p.given_ar, p.family_ar), '')) as name,
      (select coalesce(jsonb_agg(jsonb_build_object('academyId', l.academy_id, 'region', l.region, 'state', l.state,
          'endedOn', case l.state when 'ended' then l.ended_on end,
          'endedBecause', case l.state when 'ended' then l.ended_because end,
          'group', jsonb_build_object('code', l.group_code, 'filiere', l.filiere, 'level', l.level, 'year', l.year))
          order by l.id), '[]')
        from placement l where l.person_id = p.id and ${shown}) as placements
    from person p where ${where} ${rest}`);

/** How many of these persons wait to be confirmed, but for those of a condition on `p`. */
export async function countWaiting(tx: Tx, ids: readonly string[], apart = sql`false`): Promise<number> {
  const row = await tx.one<{ count: number }>(sql`
    select count(*)::int as count from person p where p.id = any(${ids}::uuid[]) and ${WAITS} and not ${apart}`);
  return row!.count;
}
