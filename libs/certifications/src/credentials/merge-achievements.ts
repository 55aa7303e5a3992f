import type { Merges, Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { achieve } from './award-achievements.js';
import { mergeCertifications, withdrawUnearned } from './certification.writer.js';
import { discard, earnAgain, mergeCredentials, revoke, standsTwice } from './credential.writer.js';

/** Told to verifiers of a credential that its holder has already under another record. */
const TWICE = 'the holder has the same credential under another record';

/**
 * Gives certifications and credentials to whose they are now, as they were signed. What both records had is one: the other credential is
 * revoked, and issued again where the two are parted. What the person has earned by both together is earned with it.
 */
export async function mergeAchievements(tx: Tx, merges: Merges, persons: readonly string[]): Promise<void> {
  const twice = standsTwice(merges);
  await discard(tx, twice);
  await revoke(tx, twice, TWICE, 'correction');
  await mergeCredentials(tx, merges);
  await mergeCertifications(tx, merges);
  for (const personId of persons) {
    const lost = await withdrawUnearned(tx, personId);
    if (lost.length === 0) continue;
    const which = sql`c.person_id = ${personId} and c.achievement_id = any(${lost})`;
    await discard(tx, which);
    await revoke(tx, which, 'the exams turned out to be of another person', 'correction');
  }
  await achieve(tx, persons);
  const alone = await tx.query<{ personId: string; achievement: string }>(sql`
    select distinct c.person_id as "personId", c.achievement_id as achievement from credential c
    where c.person_id = any(${persons}::uuid[]) and c.stated_of is null and c.state = 'revoked' and c.revoked_reason = ${TWICE}
      and not exists (select from credential o where o.person_id = c.person_id and o.achievement_id = c.achievement_id
        and o.state <> 'revoked')`);
  for (const one of alone) await earnAgain(tx, { ...one, mine: sql`true`, reason: null });
}
