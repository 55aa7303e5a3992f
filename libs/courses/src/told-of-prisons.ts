import { type Actor, isToldOfPrisons } from '@takwin/platform/auth';
import { isToldOf, isToldOfAll } from '@takwin/platform/postgres';
import sql, { join, type Sql } from 'sql-template-tag';

/** Until its copy says of an academy whether it is in one, it is taken for one. */
const PRISONS = sql`array(select h.subject::uuid from academy_copy h where h.in_prison is not false)`;

/**
 * Whether what is of a person, and was of this academy, is there for the actor: see `isToldOf`. For a machine that is told of no prisons
 * nothing is of who has their home in one.
 */
export function isThere(actor: Actor, academy: Sql, person: Sql): Sql {
  if (isToldOfAll(actor)) return sql`true`;
  const isOutside = sql`(${academy} = any(${PRISONS})) is not true`;
  const ways = [isToldOf(actor, { academy, isOutside, person })];
  if (!isToldOfPrisons(actor))
    ways.push(sql`not exists (
      select from person_copy home where home.subject = ${person}::text and home.academy_id = any(${PRISONS}))`);
  return sql`(${join(ways, ' and ')})`;
}
