import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { withdraw } from '../enrolments/enrolment.writer.js';
import { offeringLife } from './offering.life.js';
import { finishOfferings } from './offering.writer.js';

export const FINISH_QUEUE = 'offering-ends';

const system = systemActor('courses');

/** Ends the offerings whose last day, by the calendar of Morocco, is over. */
@Injectable()
export class FinishOfferingsHandler {
  constructor(private readonly db: Database) {}

  /** Finishes those of the offerings that have ended and are still open. */
  async run(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.db.asActor(system, (tx) => this.finish(tx, id));
  }

  /** Open offerings that have ended, the longest ago first. */
  waiting(limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select id from offering where state = 'open' and ends_on < ${legalDayOf(tx.at)} order by ends_on limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }

  private async finish(tx: Tx, id: string): Promise<void> {
    const ended = await tx.one(sql`
      select from offering
      where id = ${id} and state = any(${offeringLife.from('finish')}) and ends_on < ${legalDayOf(tx.at)}
      for no key update`);
    if (!ended) return;
    await withdraw(tx, sql`e.offering_id = ${id} and e.state = 'waitlisted'`, 'NO_SEAT_CAME_FREE');
    await withdraw(tx, sql`e.offering_id = ${id}`, 'OFFERING_FINISHED');
    await finishOfferings(tx, [id]);
  }
}
