import { systemActor } from '@takwin/platform/auth';
import type { Database } from '@takwin/platform/postgres';
import type { Log } from '@takwin/platform/telemetry';
import sql from 'sql-template-tag';
import { wallTimeOf, ZONE } from '@takwin/platform/clock';
import { assertLegalTime } from './legal-time.js';
import { legalTimeChanges } from './reference/legal-time-changes.js';

/** The self-test at start: refuses to run where Node's zone rules contradict the decrees that ship with the product. */
export const checkLegalTime = (): void => assertLegalTime(legalTimeChanges());

const AFTER_THE_LAST_DECREE = new Date('2026-12-01T12:00:00Z');

/**
 * Warns where the database's zone rules are older than Node's, as those of the embedded PostgreSQL are. Nothing here asks them,
 * but who reads the tables by hand in local time is misled. Returns what the database shows, where that is wrong.
 */
export async function warnOfDatabaseRules(db: Database, log: Pick<Log, 'warn'>): Promise<string | undefined> {
  const shown = await db.readAs(systemActor('legal-time'), async (tx) => {
    const row = await tx.one<{ wall: string }>(
      // eslint-disable-next-line no-restricted-syntax -- the one question that is about the database's own rules
      sql`select to_char(${AFTER_THE_LAST_DECREE}::timestamptz at time zone ${ZONE}, 'YYYY-MM-DD"T"HH24:MI:SS') as wall`,
    );
    return row!.wall;
  });
  const legal = wallTimeOf(AFTER_THE_LAST_DECREE);
  if (shown === legal) return undefined;
  log.warn({ zone: ZONE, shown, legal }, 'the time zone rules of the database are stale: never ask it for local time');
  return shown;
}
