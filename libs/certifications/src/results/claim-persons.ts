import { type Tx, within } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/**
 * Has the results of a person come one after the other, until the transaction ends: what is earned or withdrawn by one hangs on
 * all of them. To be called before their registrations are locked.
 */
export const claimPersons = (tx: Tx, registrationIds: readonly string[]) =>
  tx.query(sql`
    select from person_copy where subject in (
      select r.person_id::text from registration r where r.id = any(${registrationIds}::uuid[])
        and ${within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id` })})
    order by subject for no key update`);
