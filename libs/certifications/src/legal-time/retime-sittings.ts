import { Injectable } from '@nestjs/common';
import { SittingId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { Refusal } from '@takwin/platform/errors';
import { Database, refusing, type Tx } from '@takwin/platform/postgres';
import { codeList, command, Distinct, query, textOf } from '@takwin/platform/schema';
import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { instantOf, ZONE_RULES } from './legal-time.js';
import { holds, openSpansAround, whyClosed } from './opening.js';
import { giveUpResumption, goesOnElsewhere } from '../booking/give-up-registrations.js';
import { offerSeats } from '../booking/offer-seats.js';
import { SEAT_CONSTRAINTS } from '../booking/seat-constraints.js';
import { resumableSince } from '../exam-day/exam-day.js';
import { toCome } from '../sittings/find-begun.js';
import { PROCTOR_ONE_PLACE } from '../sittings/proctor-taken.js';
import { RoomIsClosedThen, RoomIsTaken, SittingIsInThePast } from '../sittings/sitting.js';
import { lockInOrder } from '../lock-in-order.js';
import { openRoom, timesOfRooms } from '../sittings/open-rooms.js';
import { legalCalendar } from './read-calendar.js';
import { holdCalendar } from './read-calendar.js';
import { retimeSeats } from '../booking/registration.writer.js';
import { retimeSitting } from '../sittings/sitting.writer.js';

const RETIMERS = { 'programme-admin': 'programme' } as const;

export const FindMovedSittings = query(
  'FindMovedSittings',
  { ...RETIMERS, auditor: 'programme' },
  {},
  {
    summary: 'List sittings that a change of the legal time moved',
    description:
      'Lists the sittings to come whose start, as it is stored, is no longer the time on the clocks of Morocco' +
      ' that they were planned for.',
  },
);

export const RetimeSittings = command(
  'RetimeSittings',
  RETIMERS,
  {
    ids: Distinct(SittingId)
      .min(1)
      .max(1_000)
      .optional()
      .describe('These; all that a change of zone rules moves where absent'),
  },
  {
    summary: 'Move sittings to the legal time',
    description:
      'Moves sittings to the instant at which the clocks of Morocco now show the time they were planned for.' +
      ' The answer says for each whether it was moved, or why it could not be.',
  },
);
export type RetimeSittings = z.output<typeof RetimeSittings>;

const MovedSitting = z
  .object({
    sittingId: z.uuid(),
    academyId: z.uuid(),
    wallTime: z.string().describe('The time on the clocks of Morocco that was planned, and stays'),
    zoneRules: z.string().describe('The rules by which it was told'),
    startsAt: z.iso.datetime().describe('The instant that is stored'),
    legalStartsAt: z.iso.datetime().describe('The instant by the rules of now'),
    booked: z.int(),
  })
  .meta({ id: 'MovedSitting' });
export const MovedSittings = z
  .object({ zoneRules: z.string(), items: z.array(MovedSitting) })
  .meta({ id: 'MovedSittings' });
export type MovedSittings = z.output<typeof MovedSittings>;

const Retimed = z
  .object({
    sittingId: z.uuid(),
    outcome: codeList('RetimeOutcome', 'What became of a sitting that legal time has moved', {
      moved: 'It begins at another instant by now, and at the same time on the clocks of Morocco',
      refused: 'It stays at its instant: the new one does not fit, as code says',
      unmoved: 'Its instant was right already',
    }),
    code: z.string().nullable().describe('Why it could not be moved; null where it was, or did not have to be'),
    codeText: textOf('code'),
  })
  .meta({ id: 'RetimedSitting' });
export const RetimedSittings = z.object({ outcomes: z.array(Retimed) }).meta({ id: 'RetimedSittings' });
export type RetimedSittings = z.output<typeof RetimedSittings>;

type Row = { id: string; academy_id: string; room_id: string; wall_time: string; zone: string; zone_rules: string };
type Planned = Row & { starts_at: Date; minutes: number; booked: number };

@Injectable()
export class RetimeSittingsHandler {
  constructor(private readonly db: Database) {}

  /** The sittings to come that start at another instant than the time on the wall that they were planned for. */
  find(actor: Actor): Promise<MovedSittings> {
    return this.db.readAs(actor, async (tx) => {
      const items = (await selectPlanned(tx)).filter(isMoved).map((one) => ({
        sittingId: one.id,
        academyId: one.academy_id,
        wallTime: one.wall_time,
        zoneRules: one.zone_rules,
        startsAt: one.starts_at.toISOString(),
        legalStartsAt: legalStart(one).toISOString(),
        booked: one.booked,
      }));
      return { zoneRules: ZONE_RULES, items };
    });
  }

  /**
   * Each in a transaction of its own, so that one that collides with another booking is told and leaves the rest alone. Those
   * that move later are moved from the last to the first, so that they make way for each other. Who is to go on there after an
   * interruption does, or stands where that was once it is too late by then. With a key, another transaction
   * spans theirs and keeps what they came to.
   */
  run(actor: Actor, command: RetimeSittings): Promise<RetimedSittings> {
    const { keyed, ...each } = actor;
    return keyed ? this.db.asActor(actor, () => this.moveAll(each, command)) : this.moveAll(each, command);
  }

  private async moveAll(actor: Actor, { ids }: RetimeSittings): Promise<RetimedSittings> {
    const all = await this.db.readAs(actor, (tx) => selectPlanned(tx, ids && sql`s.id = any(${ids}::uuid[])`));
    const moved = all.filter(isMoved).sort((a, b) => later(a) - later(b));
    const outcomes: RetimedSittings['outcomes'] = all
      .filter((one) => !isMoved(one))
      .map(({ id }) => ({ sittingId: id, outcome: 'unmoved', code: null }));
    for (const one of moved) outcomes.push(await this.move(actor, one));
    return { outcomes: ids ? outcomes : outcomes.filter(({ outcome }) => outcome !== 'unmoved') };
  }

  private async move(actor: Actor, { id }: Planned): Promise<RetimedSittings['outcomes'][number]> {
    try {
      await this.db.asActor(actor, (tx) => this.moveIn(tx, id));
      return { sittingId: id, outcome: 'moved', code: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { sittingId: id, outcome: 'refused', code: error.code };
    }
  }

  private async moveIn(tx: Tx, id: string): Promise<void> {
    const [seen] = await selectPlanned(tx, sql`s.id = ${id}`);
    if (!seen) throw new SittingIsInThePast();
    await holdCalendar(tx);
    await lockInOrder(tx, 'room', [seen.room_id]);
    const [one] = await selectPlanned(tx, sql`s.id = ${id}`, sql`for no key update of s`);
    if (!one || !isMoved(one)) return;
    const from = legalStart(one);
    const to = new Date(from.getTime() + one.minutes * 60_000);
    if (from <= tx.at || (await toCome(tx, [id])).length === 0) throw new SittingIsInThePast();
    const calendar = await legalCalendar(tx);
    const times = (await timesOfRooms(tx, [one.room_id])).get(one.room_id)!;
    if (!holds(openSpansAround(times, calendar, { from, to }), { from, to }))
      throw new RoomIsClosedThen(whyClosed(times, calendar, { from, to }));
    await openRoom(tx, one.room_id, times, calendar, [{ from, to }]);
    const tooLate = sql`r.sitting_id = ${id} and ${goesOnElsewhere} and r.interrupted_at < ${resumableSince(from)}`;
    const freed = await giveUpResumption(tx, tooLate, 'ZONE_RULES_CHANGED');
    await refusing(retimeSitting(tx, id, from, to), {
      sitting_room: () => new RoomIsTaken(),
      ...PROCTOR_ONE_PLACE,
    });
    await refusing(retimeSeats(tx, id, from, to, 'ZONE_RULES_CHANGED'), SEAT_CONSTRAINTS);
    await offerSeats(tx, freed);
  }
}

/** Sittings to come, told by other zone rules than those of now. */
const selectPlanned = (tx: Tx, where: Sql = sql`true`, lock: Sql = sql``): Promise<Planned[]> =>
  tx.query<Planned>(sql`
    select s.id, s.academy_id, s.room_id, s.wall_time, s.zone, s.zone_rules, s.starts_at, s.minutes,
      s.taken - s.offered as booked
    from sitting s where s.state = 'open' and s.starts_at > ${tx.at} and s.zone_rules <> ${ZONE_RULES} and ${where}
    order by s.starts_at, s.id ${lock}`);

const legalStart = ({ wall_time, zone }: Row): Date => instantOf(wall_time, zone);
const isMoved = (one: Planned): boolean => legalStart(one).getTime() !== one.starts_at.getTime();

// What moves later comes last to first, what moves earlier first to last.
const later = (one: Planned): number =>
  legalStart(one) > one.starts_at ? -one.starts_at.getTime() : one.starts_at.getTime();
