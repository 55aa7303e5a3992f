import { type Actor, isToldOfPrisons } from '@takwin/platform/auth';
import { isToldOf, isToldOfAll } from '@takwin/platform/postgres';
import sql, { join, type Sql } from 'sql-template-tag';
import { RESULTS_SCOPE } from './rules.js';

const EVERYTHING = sql`true`;
const PRISONS = sql`array(select h.subject::uuid from academy_copy h where h.in_prison)`;
/** By these a machine delivers results, and is told what it may deliver. */
const DELIVERIES = [RESULTS_SCOPE, 'RecordResults', 'AcceptResultImport'];

const isOutside = (academy: Sql): Sql => sql`(${academy} = any(${PRISONS})) is not true`;
const isHomeOutside = (person: Sql): Sql => sql`not exists (
  select from person_copy home where home.subject = ${person}::text and home.academy_id = any(${PRISONS}))`;

/**
 * Whether what is of a person, and was of this academy, is there for the actor: see `isToldOf`. For a machine that is told of no prisons
 * nothing is of who has their home in one.
 */
export function isThere(actor: Actor, academy: Sql, person: Sql): Sql {
  if (isToldOfAll(actor)) return EVERYTHING;
  const ways = [isToldOf(actor, { academy, isOutside: isOutside(academy), person })];
  if (!isToldOfPrisons(actor)) ways.push(isHomeOutside(person));
  return sql`(${join(ways, ' and ')})`;
}

/** The same of a registration `r`, whose seat tells of a prison, too: who sits in one is of it. */
export function isRegistrationThere(actor: Actor): Sql {
  if (isToldOfAll(actor)) return EVERYTHING;
  const academy = sql`seat.academy_id`;
  const isSeatTold = isToldOf(actor, { academy, isOutside: isOutside(academy), person: sql`r.person_id` });
  return sql`(${isThere(actor, sql`r.academy_id`, sql`r.person_id`)} and not exists (
    select from sitting seat where seat.id = r.sitting_id and not ${isSeatTold}))`;
}

/** The same of what is told of the result of a registration `r`: all of it to a machine that may deliver results. */
export const isResultThere = (actor: Actor): Sql => (mayDeliver(actor) ? EVERYTHING : isRegistrationThere(actor));

/** Whether a sitting `s` is there for who runs it: for a machine none in a prison, unless it is told of them. */
export const isSittingThere = (actor: Actor): Sql =>
  isToldOfPrisons(actor) ? EVERYTHING : isOutside(sql`s.academy_id`);

/** Of a sitting that is, whether a registration is, by its id: who has their home in a prison by now is not. */
export const isCandidateThere = (actor: Actor, registrationId: Sql): Sql =>
  isToldOfPrisons(actor)
    ? EVERYTHING
    : sql`not exists (select from registration c where c.id = ${registrationId} and not ${isThere(actor, sql`c.academy_id`, sql`c.person_id`)})`;

/** Whether it is a machine that may deliver results. */
export const mayDeliver = ({ role, scopes }: Actor): boolean =>
  role === 'integrator' && scopes.some((one) => DELIVERIES.includes(one));
