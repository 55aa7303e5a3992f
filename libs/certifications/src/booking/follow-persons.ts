import { person } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { offerSeats } from './offer-seats.js';
import { followMerges } from './follow-merges.js';
import { giveUpMisplaced } from './give-up-misplaced.js';
import { giveUp, giveUpResumption, goesOnElsewhere } from './give-up-registrations.js';
import { giveBackVouchers } from '../vouchers/give-back-vouchers.js';

/**
 * Follows records that were merged; gives up what persons have still to come who are no longer active, or of another academy than they were, by what is known of
 * them now, also where they were to go on after an interruption; of who is not active, vouchers go back as well, unless they have expired and are to be written off. The sweepers of
 * offers and of requests wake the workers for what is free.
 */
export const followPersons = review(person, async (tx, ids) => {
  await followMerges(tx, ids);
  const those = ids ? sql`r.person_id = any(${ids}::uuid[])` : sql`true`;
  const left = sql`exists (select from person_copy p where p.subject = r.person_id::text and not p.active)`;
  await giveUp(tx, sql`${those} and ${left}`, 'PERSON_DEACTIVATED');
  const freed = await giveUpResumption(tx, sql`${those} and ${left} and ${goesOnElsewhere}`, 'PERSON_DEACTIVATED');
  await offerSeats(tx, freed);
  const owned = ids ? sql`v.person_id = any(${ids}::uuid[])` : sql`true`;
  await giveBackVouchers(
    tx,
    sql`${owned} and exists (select from person_copy p where p.subject = v.person_id::text and not p.active)
      and exists (select from voucher_lot l where l.id = v.lot_id and l.expires_at >= ${tx.at})`,
  );
  await giveUpMisplaced(tx, those);
});
