import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { Database, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { assign, type Decision, refusedOf } from './assign.js';
import { isSeatRefused } from './seat-constraints.js';
import { lockInOrder } from '../lock-in-order.js';
import {
  busySpans,
  candidatesOf,
  claimRequests,
  type JudgedSitting,
  openSittings,
  seatsElsewhen,
} from './read-requests.js';
import { decide } from './registration.writer.js';
import { seatsOf, takesOne } from '../sittings/sitting.js';
import { claimSeats, releaseSeats } from '../sittings/sitting.writer.js';
import { giveBackOfClosed } from '../vouchers/give-back-vouchers.js';
import { payOrWait } from '../vouchers/pay-or-wait.js';
import { unbind } from '../vouchers/voucher.writer.js';

export const BOOKING_QUEUE = 'exam-bookings';

const system = systemActor('exam-scheduler');
const ROUNDS = 5;

/** Turns requested registrations into booked, waitlisted or refused ones, a batch in one transaction. */
@Injectable()
export class ScheduleRegistrationsHandler {
  constructor(private readonly db: Database) {}

  /**
   * Decides these registrations, as far as they are requested and no other worker has them. Where someone else took the
   * last seats meanwhile, or rearranged a sitting, what is left is decided anew. A candidate who was booked elsewhere in the
   * same moment breaks the batch: it is then halved, so that only the one registration is decided again by itself.
   */
  async run(ids: readonly string[]): Promise<void> {
    for (let round = 1, left = ids; left.length > 0; round++) {
      left = await this.decide(left);
      if (round === ROUNDS && left.length > 0)
        throw new Error(`${left.length} registrations lost their seats ${ROUNDS} times`);
    }
  }

  /** Registrations that were requested before `before` and are not decided: what the sweeper wakes again. */
  waiting(before: Date, limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select id from registration where state = 'requested' and requested_at < ${before} order by queued limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }

  private async decide(ids: readonly string[]): Promise<string[]> {
    try {
      return await this.db.asActor(system, (tx) => this.decideIn(tx, ids));
    } catch (error) {
      if (!isSeatRefused(error)) throw error;
      if (ids.length === 1) return [...ids];
      const half = Math.ceil(ids.length / 2);
      return [...(await this.decide(ids.slice(0, half))), ...(await this.decide(ids.slice(half)))];
    }
  }

  private async decideIn(tx: Tx, ids: readonly string[]): Promise<string[]> {
    // Persons first, as everyone does: what they were granted a moment ago is seen then.
    await lockInOrder(tx, 'person', await candidatesOf(tx, ids));
    const requests = await claimRequests(tx, ids);
    if (requests.length === 0) return [];
    const sittings = await openSittings(tx, requests);
    const decisions = assign(requests, sittings, await busySpans(tx, requests), tx.at.getTime());
    const got = await claimSeats(tx, decisions.flatMap(placeOf));
    const kept = decisions.filter((one) => one.state !== 'booked' || takesOne(got, one.sitting.id));
    const unpaid = await decide(tx, await toldElsewhen(tx, kept), payOrWait);
    await unbind(tx, refusedOf(kept));
    const waiting = kept.flatMap(({ id, state }) => (state === 'waitlisted' ? [id] : []));
    if (waiting.length > 0)
      await giveBackOfClosed(
        tx,
        sql`v.person_id in (select person_id from registration where id = any(${waiting}::uuid[]))`,
      );
    const unused = kept.filter(({ id }) => unpaid.has(id)).flatMap(placeOf);
    await releaseSeats(tx, seatsOf(unused.map(({ id }) => id)));
    const isKept = new Set(kept);
    return decisions.filter((one) => !isKept.has(one)).map(({ id }) => id);
  }
}

/** Decisions, of which those that found no seat in the time agreed to say so where there are seats at another. */
async function toldElsewhen(tx: Tx, decisions: readonly Decision[]): Promise<Decision[]> {
  const isSeatless = (one: Decision): boolean => one.state === 'waitlisted' && one.reason === 'NO_FREE_SEAT';
  const elsewhen = await seatsElsewhen(
    tx,
    decisions.filter(isSeatless).map(({ id }) => id),
  );
  return decisions.map((one) =>
    elsewhen.has(one.id) ? { id: one.id, state: 'waitlisted', reason: 'NO_SEAT_IN_PERIOD' } : one,
  );
}

const placeOf = (one: Decision<JudgedSitting>): JudgedSitting[] => (one.state === 'booked' ? [one.sitting] : []);
