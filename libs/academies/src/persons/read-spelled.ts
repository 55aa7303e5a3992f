import type { Actor } from '@takwin/platform/auth';
import sql, { type Sql } from 'sql-template-tag';
import { isCalled } from './read-lookalikes.js';
import { ACCREDITORS } from '../rules.js';

/** The Arabic parts of a name by a row of a roster: one that is absent says nothing, unless the row drops it with another Latin one. */
export const ARABIC_SAID = {
  family: sql`coalesce(r.family_arabic, case when not r.drops_family then p.family_ar end)`,
  given: sql`coalesce(r.given_arabic, case when not r.drops_given then p.given_ar end)`,
};

// One program exports in capitals, and another one does not: of a name that tells nothing.
const told = (part: Sql): Sql => sql`lower(normalize(${part}, nfd))`;

/** Whether a row of a roster says the Latin name as it is known, in whatever case; null of nobody known. */
export const IS_NAMED = sql`(${told(sql`p.family_fr`)}, ${told(sql`p.given_fr`)}) = (${told(sql`r.family`)}, ${told(sql`r.given`)})`;

/** Whether a row of a roster says the name otherwise than it is known. */
export const SPELLS = sql`not (${IS_NAMED} and (p.family_ar, p.given_ar) is not distinct from
  (${ARABIC_SAID.family}, ${ARABIC_SAID.given}))`;

/**
 * Whether a row of the sender writes the name anew: what was corrected by a document no file spells otherwise, and an official's one
 * gives another name alone.
 */
export const isRenaming = (sender: Actor): Sql => sql`(${SPELLS} and (p.name_corrected_at is null
  or ${sender.role in ACCREDITORS} and not ${isCalled(sql`p`, sql`r.name_keys`)}))`;
