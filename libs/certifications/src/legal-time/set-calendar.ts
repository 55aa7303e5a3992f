import { Injectable } from '@nestjs/common';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { dayAfter, legalDayOf } from '@takwin/platform/clock';
import { Queues } from '@takwin/platform/jobs';
import { reversed } from '@takwin/platform/errors';
import { Database, demandVersion, type Tx } from '@takwin/platform/postgres';
import { command, conditional, LocalDate, query, WholeNumber } from '@takwin/platform/schema';
import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import {
  CalendarReversed,
  demandHolidayToCome,
  demandRamadanToCome,
  HolidayName,
  HolidayView,
  RamadansOverlap,
  RamadanView,
} from './calendar-views.js';
import { instantOf } from './legal-time.js';
import { keepWithinHours } from '../sittings/follow-rooms.js';
import { lockInOrder } from '../lock-in-order.js';
import { claimCalendar } from './read-calendar.js';
import { BOOKING_QUEUE } from '../booking/schedule-registrations.js';

const ADMINISTRATORS = { 'programme-admin': 'programme' } as const;
const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'an hour and minutes, such as 09:30')
  .meta({ maxLength: 5, examples: ['09:30'] });

export const SetHoliday = command(
  'SetHoliday',
  ADMINISTRATORS,
  {
    day: LocalDate,
    ...conditional,
    name: HolidayName,
    closed: z.boolean().default(true).describe('false: worked after all, whatever ships with the product'),
  },
  {
    summary: 'Set a holiday',
    description:
      'Makes a day from today on a holiday, or a holiday a working day. Sittings that no longer fit are seated' +
      ' anew. Version 0 expects that nothing is said of the day yet.',
  },
);
export type SetHoliday = z.output<typeof SetHoliday>;

export const SetRamadan = command(
  'SetRamadan',
  ADMINISTRATORS,
  {
    hijriYear: WholeNumber(1433, 1600),
    ...conditional,
    firstDay: LocalDate,
    lastDay: LocalDate,
    opens: TimeOfDay.describe('No room is open earlier in it'),
    closes: TimeOfDay.meta({ description: 'or later', examples: ['15:00'] }),
  },
  {
    summary: 'Set when a Ramadan is',
    description:
      'Says when the Ramadan of a Hijri year is, as it was announced, and between which hours rooms may be open' +
      ' in it. Sittings that no longer fit are seated anew. Days of another year’s Ramadan are refused as' +
      ' RAMADANS_OVERLAP. Version 0 expects that nothing is said of the year yet.',
  },
);
export type SetRamadan = z.output<typeof SetRamadan>;

export const FindCalendar = query(
  'FindCalendar',
  EVERYONE,
  { from: LocalDate, to: LocalDate },
  {
    summary: 'Read the legal calendar',
    description: 'Answers the holidays and the Ramadans between two days, both included.',
  },
);
export type FindCalendar = z.output<typeof FindCalendar>;

export const CalendarView = z
  .object({ holidays: z.array(HolidayView), ramadans: z.array(RamadanView) })
  .meta({ id: 'LegalCalendar' });
export type CalendarView = z.output<typeof CalendarView>;

@Injectable()
export class SetCalendarHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /** Refuses VERSION_MISMATCH, and a day that is over. */
  setHoliday(actor: Actor, { day, expectedVersion, name, closed }: SetHoliday): Promise<CalendarView> {
    return this.change(actor, async (tx) => {
      demandHolidayToCome(day, legalDayOf(tx.at));
      await demandVersionOf(tx, sql`holiday where day = ${day}`, expectedVersion);
      await tx.query(sql`
        insert into holiday as h(day, name_fr, name_ar, closed, origin)
        values (${day}, ${name.fr}, ${name.ar}, ${closed}, ${tx.actor.subject})
        on conflict (day) do update set name_fr = excluded.name_fr, name_ar = excluded.name_ar,
          closed = excluded.closed, origin = excluded.origin, version = h.version + 1`);
      return [{ from: day, to: day }];
    });
  }

  /** Refuses one that ends before it begins, what would change days that are over, RAMADANS_OVERLAP and VERSION_MISMATCH. */
  setRamadan(actor: Actor, command: SetRamadan): Promise<CalendarView> {
    const { hijriYear, expectedVersion, firstDay, lastDay, opens, closes } = command;
    if (lastDay <= firstDay) throw new CalendarReversed('lastDay');
    if (closes <= opens) throw new CalendarReversed('closes');
    return this.change(actor, async (tx) => {
      await demandVersionOf(tx, sql`ramadan where hijri_year = ${hijriYear}`, expectedVersion);
      const known = await tx.one<{ firstDay: string; lastDay: string }>(sql`
        select first_day::text as "firstDay", last_day::text as "lastDay" from ramadan where hijri_year = ${hijriYear}`);
      demandRamadanToCome({ firstDay, lastDay }, known, legalDayOf(tx.at));
      const other = await tx.one<{ hijriYear: number }>(sql`
        select hijri_year as "hijriYear" from ramadan
        where hijri_year <> ${hijriYear} and first_day <= ${lastDay} and last_day >= ${firstDay} limit 1`);
      if (other) throw new RamadansOverlap(other.hijriYear);
      await tx.query(sql`
        insert into ramadan as r(hijri_year, first_day, last_day, opens, closes, origin)
        values (${hijriYear}, ${firstDay}, ${lastDay}, ${opens}, ${closes}, ${tx.actor.subject})
        on conflict (hijri_year) do update set first_day = excluded.first_day, last_day = excluded.last_day,
          opens = excluded.opens, closes = excluded.closes, origin = excluded.origin, version = r.version + 1`);
      return [{ firstDay, lastDay }, ...(known ? [known] : [])].map((one) => ({ from: one.firstDay, to: one.lastDay }));
    });
  }

  /** Refuses days of which the last is before the first. */
  async find(actor: Actor, { from, to }: FindCalendar): Promise<CalendarView> {
    if (to < from) throw reversed('to');
    return this.db.readAs(actor, (tx) => calendar(tx, from, to));
  }

  private async change(
    actor: Actor,
    write: (tx: Tx) => Promise<{ from: string; to: string }[]>,
  ): Promise<CalendarView> {
    const { view, asked } = await this.db.asActor(actor, async (tx) => {
      await claimCalendar(tx);
      const days = await write(tx);
      const asked: string[] = [];
      for (const span of days) {
        const rooms = await roomsOpenOn(tx, span.from, span.to);
        await lockInOrder(tx, 'room', rooms);
        asked.push(...(await keepWithinHours(tx, rooms)));
      }
      return { view: await calendar(tx, days[0]!.from, days[0]!.to), asked };
    });
    if (asked.length > 0) await this.queues.wake(BOOKING_QUEUE, { ids: asked });
    return view;
  }
}

/** Within the claim of the calendar, so that who read the same row comes second. */
async function demandVersionOf(tx: Tx, row: Sql, expected: number | undefined): Promise<void> {
  const known = await tx.one<{ version: number }>(sql`select version from ${row}`);
  demandVersion(expected, known?.version ?? 0);
}

/** Rooms of which it is written down when they are open on these days. */
async function roomsOpenOn(tx: Tx, from: string, to: string): Promise<string[]> {
  const [begins, ends] = [instantOf(`${from}T00:00`), instantOf(`${dayAfter(to)}T00:00`)];
  const rows = await tx.query<{ id: string }>(sql`
    select distinct room_id as id from room_open where during && tstzrange(${begins}, ${ends})
    union select room_id from sitting where guarded && tstzrange(${begins}, ${ends})`);
  return rows.map(({ id }) => id);
}

async function calendar(tx: Tx, from: string, to: string): Promise<CalendarView> {
  const holidays = await tx.query<CalendarView['holidays'][number]>(sql`
    select day::text, jsonb_build_object('fr', name_fr, 'ar', name_ar) as name, closed, origin, version from holiday
    where day between ${from} and ${to} order by day`);
  const ramadans = await tx.query<CalendarView['ramadans'][number]>(sql`
    select hijri_year as "hijriYear", first_day::text as "firstDay", last_day::text as "lastDay", opens, closes, origin,
      version from ramadan where first_day <= ${to} and last_day >= ${from} order by first_day`);
  return { holidays, ramadans };
}
