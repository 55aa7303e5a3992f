import { academy } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { giveUpMisplaced } from './give-up-misplaced.js';

/** Gives up what is to be sat in or by whoever is of an academy that became a prison centre, or no longer is one. */
export const followAcademies = review(academy, async (tx, ids) => {
  const those = ids ? sql`(home.subject = any(${ids}::text[]) or place.subject = any(${ids}::text[]))` : sql`true`;
  await giveUpMisplaced(tx, those);
});
