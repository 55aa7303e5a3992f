import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../auth/actor.js';
import type { Database } from '../postgres/database.js';
import type { WorkLog } from '../telemetry/log.js';

const DAY = 86_400_000;
const KEPT_WHOLE = 40 * DAY;

/** Compacts a service's own log once a day: what is older than 40 days and was said again since goes. */
export class Compaction implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Database,
    private readonly logger: WorkLog,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.#run(), DAY);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  async #run(): Promise<void> {
    try {
      const gone = await compact(this.db, new Date(this.db.clock.now().getTime() - KEPT_WHOLE));
      this.logger.info({ gone }, 'the event log was compacted');
    } catch (error) {
      this.logger.warn({ err: error }, 'compaction failed');
    }
  }
}

/**
 * Deletes from the service's own log what is older than `olderThan` and was said again since: of each subject the event with
 * its latest version stays. A follower that stands on an event that went rebuilds itself. Returns how many events went.
 */
export function compact(db: Database, olderThan: Date): Promise<number> {
  return db.asActor(systemActor(db.name), async (tx) => {
    await tx.query(sql`set local statement_timeout = 0`);
    const row = await tx.one<{ gone: number }>(sql`
      with edge as (
        select coalesce(max(position), 0) as position from event where at < ${olderThan}
      ), kept as (
        select distinct on (subject, change ->> 's') position
        from event, jsonb_array_elements(body -> 'changes') change
        order by subject, change ->> 's', (change ->> 'v')::bigint desc, position desc
      ), gone as (
        delete from event using edge
        where event.position < edge.position and not exists (select from kept where kept.position = event.position)
        returning 1
      )
      select count(*) as gone from gone`);
    return row!.gone;
  });
}
