import type { Actor } from '@takwin/platform/auth';
import sql, { type Sql } from 'sql-template-tag';
import { isCalled } from './read-lookalikes.js';
import { ACCREDITORS } from '../rules.js';

/** The Arabic parts of a name by a row of a roster: one that is absent says nothing, unless the row drops it with another Latin one. */
export const ARABIC_SAID = {
  family: sql`coalesce(r.family_arabic, case when not r.drops_family then p.family_ar end)`,
  given: sql`coalesce(r.given_arabic, case when not r.drops_given then p.given_ar end)`,
};

/** Whether a row of a roster says the name otherwise than it is known. */
export const SPELLS = sql`(p.family_fr, p.given_fr, p.family_ar, p.given_ar) is distinct from
  (r.family, r.given, ${ARABIC_SAID.family}, ${ARABIC_SAID.given})`;

/**
 * Whether a row of the sender writes the name anew: what was corrected by a document no file spells otherwise, and an official's one
 * gives another name alone.
 */
export const isRenaming = (sender: Actor): Sql => sql`(${SPELLS} and (p.name_corrected_at is null
  or ${sender.role in ACCREDITORS} and not ${isCalled(sql`p`, sql`r.name_keys`)}))`;
