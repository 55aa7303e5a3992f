import type { Merges, Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { achieve } from './award-achievements.js';
import { mergeCertifications, reissueCertification, withdrawUnearned } from './certification.writer.js';
import {
  discard,
  earnAgain,
  mergeCredentials,
  partSuccessors,
  revoke,
  revokeTwice,
  standingNoMore,
} from './credential.writer.js';

/**
 * Gives certifications and credentials to whose they are now, as they were signed. What both records had is one: the other credential is
 * revoked, and issued again where the two are parted. What the person has earned by both together is earned with it.
 */
export async function mergeAchievements(tx: Tx, merges: Merges, persons: readonly string[]): Promise<void> {
  await revokeTwice(tx, merges);
  await mergeCredentials(tx, merges);
  await partSuccessors(tx, persons);
  await mergeCertifications(tx, merges);
  for (const personId of persons) {
    const lost = await withdrawUnearned(tx, personId);
    if (lost.length === 0) continue;
    const which = sql`c.person_id = ${personId} and c.achievement_id = any(${lost})`;
    await discard(tx, which);
    await revoke(tx, which, 'the exams turned out to be of another person', 'correction');
  }
  await achieve(tx, persons);
  for (const { id, ...one } of await standingNoMore(tx, persons)) {
    const again = await earnAgain(tx, { ...one, mine: sql`true`, reason: null, supersedes: id });
    if (again.length > 0) await reissueCertification(tx, one.personId, one.achievement);
  }
}
