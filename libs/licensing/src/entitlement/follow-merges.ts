import { person } from '@takwin/contracts/events/academies';
import { review } from '@takwin/platform/events';
import { type Merges, movesOf, readMerges, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { mergeAccounts } from '../accounts/account.writer.js';
import { mergeSecrets } from '../accounts/keep-initial-secrets.js';
import { mergeLicences } from '../licences/licence.writer.js';
import { reviewEntitlements } from './decide-entitlements.js';
import { mergeEntitlements } from './entitlement.writer.js';

/**
 * Gives licences of a record that turned out to be of another person to that one, with the account, which goes by the matricule that came
 * along; and back where that was undone. Who has a licence of the product already keeps the own one, and the other one ends as of
 * somebody who has left.
 */
export const followMerges = review(person, async (tx, ids) => {
  const merges = await readMerges(tx, ids);
  const concerned = await personsOf(tx, merges);
  if (concerned.length === 0) return;
  await mergeLicences(tx, merges);
  await mergeEntitlements(tx, merges);
  await mergeSecrets(tx, merges);
  await mergeAccounts(tx, merges);
  await reviewEntitlements(tx, sql`p.subject = any(${concerned}::text[])`);
});

async function personsOf(tx: Tx, merges: Merges): Promise<string[]> {
  const { where, to } = movesOf('x', merges);
  const rows = await tx.query<{ id: string }>(sql`
    with pairs as (
      select x.person_id as one, ${to} as other from licence x where ${where}
      union select x.person_id, ${to} from entitlement x where ${where}
      union select x.person_id, ${to} from initial_secret x where ${where}
      union select x.person_id, ${to} from account x where ${where})
    select one as id from pairs union select other from pairs`);
  return rows.map(({ id }) => id);
}
