import type { Tx } from '@takwin/platform/postgres';
import { achieve } from '../credentials/award-achievements.js';
import { withdrawAchievements } from '../credentials/withdraw-achievements.js';
import { correctResult, recordResults, type Result } from '../booking/registration.writer.js';
import { giveUpRetakes } from '../retakes/give-up-retakes.js';
import { spend } from '../vouchers/voucher.writer.js';

/** Credentials to sign, and sittings that have a seat to offer, once all is committed. */
export type Effects = { credentials: string[]; offering: string[] };
export const NO_EFFECTS: Effects = { credentials: [], offering: [] };

/** All that follows from results: states and attempts, vouchers that are used, and what the passed ones earned. */
export async function recordAttempts(tx: Tx, results: readonly Result[], source: string): Promise<Effects> {
  const passed = await recordResults(tx, results, source);
  await spend(
    tx,
    results.map(({ registrationId }) => registrationId),
    'used',
  );
  const credentials = await achieve(tx, [...new Set(passed.map(({ personId }) => personId))]);
  return { ...NO_EFFECTS, credentials };
}

/** Whose recorded result is corrected, and why. */
export type Corrected = { personId: string; examCode: string; reason: string };

/**
 * All that follows from a correction. A pass that becomes a failure withdraws what it earned and revokes its credentials; a
 * failure that becomes a pass earns them, and gives a retake up that is to come.
 */
export async function correctAttempt(
  tx: Tx,
  result: Result,
  { personId, examCode, reason }: Corrected,
): Promise<Effects> {
  await correctResult(tx, result, reason);
  if (result.outcome === 'passed')
    return { credentials: await achieve(tx, [personId]), offering: await giveUpRetakes(tx, personId, examCode) };
  await withdrawAchievements(tx, personId, examCode, `the result was corrected: ${reason}`);
  return NO_EFFECTS;
}
