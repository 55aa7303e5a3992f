import sql from 'sql-template-tag';
import { IS_UNCONFIRMED } from '../unconfirmed.js';

/** Persons with their academies, as a selection: `p` and `a`. */
export const PEOPLE = sql`person_copy p left join academy_copy a on a.subject = p.academy_id::text`;

/** Whether no account can be named after the person `p`; of somebody unconfirmed nobody asks. */
export const IS_NAMELESS = sql`(p.matricule is null and not ${IS_UNCONFIRMED})`;

/** What rules look at of each of PEOPLE. */
export const TRAITS = sql`p.kind, p.active, ${IS_NAMELESS} as nameless, coalesce(a.profile, 'ordinary') as profile,
  coalesce(p.filieres, '{}') as filieres, coalesce(a.closed, false) as closed, ${IS_UNCONFIRMED} as unconfirmed`;
