import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { Database, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { assign, type Decision, refusedOf } from './assign.js';
import { isSeatRefused } from './seat-constraints.js';
import { busySpans, claimWaiting, offeringSitting } from './read-requests.js';
import { decide } from './registration.writer.js';
import { settleOffer } from '../sittings/sitting.writer.js';
import { payOrWait } from '../vouchers/pay-or-wait.js';
import { unbind } from '../vouchers/voucher.writer.js';

export const OFFER_QUEUE = 'exam-offers';

const system = systemActor('exam-scheduler');
const BATCH = 100;

/** Gives the seats that sittings hold for who waits to those who have waited longest, and frees what nobody can take. */
@Injectable()
export class FillOfferedSeatsHandler {
  constructor(private readonly db: Database) {}

  async run(sittingIds: readonly string[]): Promise<void> {
    for (const id of sittingIds) await this.filled(id);
  }

  // Who was booked elsewhere in the same moment fails the whole: the next try sees where they are.
  private async filled(id: string, tries = 3): Promise<void> {
    try {
      await this.db.asActor(system, (tx) => this.fill(tx, id));
    } catch (error) {
      if (!isSeatRefused(error) || tries === 1) throw error;
      await this.filled(id, tries - 1);
    }
  }

  /** Sittings that hold seats for who waits: what the sweeper wakes again. */
  waiting(limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(
        sql`select id from sitting where offered > 0 order by id limit ${limit}`,
      );
      return rows.map(({ id }) => id);
    });
  }

  private async fill(tx: Tx, id: string): Promise<void> {
    const locked = await tx.one<{ offered: number }>(
      sql`select offered from sitting where id = ${id} and offered > 0 for no key update`,
    );
    if (!locked) return;
    const sitting = await offeringSitting(tx, id);
    let [given, busy] = [0, 0];
    for (let after = 0; sitting && sitting.free > 0;) {
      const next = await claimWaiting(tx, id, after, BATCH);
      const { requests, last } = next;
      if (last === undefined) break;
      after = last;
      busy += next.busy;
      if (requests.length === 0) continue;
      const decisions = assign(requests, [sitting], await busySpans(tx, requests), tx.at.getTime());
      given += await this.write(tx, decisions);
    }
    // The sweeper wakes the worker again for who was busy.
    await settleOffer(tx, id, given, Math.min(busy, locked.offered - given));
  }

  // Whom this sitting does not suit goes on waiting where they stood.
  private async write(tx: Tx, decisions: readonly Decision[]): Promise<number> {
    const seated = decisions.filter(({ state }) => state === 'booked');
    const refused = decisions.filter(({ state }) => state === 'refused');
    const unpaid = await decide(tx, [...seated, ...refused], payOrWait);
    await unbind(tx, refusedOf(refused));
    return seated.length - unpaid.size;
  }
}
