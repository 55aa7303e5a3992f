import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { Database, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { recordedBy, resumableSince } from './exam-day.js';
import { lapse } from '../booking/registration.writer.js';

export const INTERRUPTED_QUEUE = 'interrupted-exams';

const system = systemActor('exam-scheduler');

/** Ends exams that were interrupted and did not go on in time: see `waiting`. */
@Injectable()
export class LapseInterruptedHandler {
  constructor(private readonly db: Database) {}

  /** Those of these registrations that have not gone on by now; who records that one does waits for this, or this for them. */
  run(registrationIds: readonly string[]): Promise<void> {
    return this.db.asActor(system, async (tx) => {
      const over = await tx.query<{ id: string }>(sql`
        select r.id from registration r where r.id = any(${registrationIds}::uuid[]) and ${isOver(tx)} order by r.id for update`);
      const ids = over.map(({ id }) => id);
      if (ids.length > 0) await lapse(tx, sql`r.id = any(${ids}::uuid[])`);
    });
  }

  /** Registrations whose exams may go on no more, and would be known by now if they had. */
  waiting(limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select r.id from registration r where ${isOver(tx)} order by r.interrupted_at, r.id limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }
}

const isOver = ({ at }: Pick<Tx, 'at'>): Sql => sql`(
  r.state = 'sat' and r.lapsed_at is null and r.interrupted_at < ${resumableSince(at)}
  and (r.during is null or upper(r.during) < ${recordedBy(at)}))`;
