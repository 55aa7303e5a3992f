import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { dayAfter, legalDayOf, wallTimeOf } from '@takwin/platform/clock';
import { instantOf } from '../legal-time/legal-time.js';
import { openSpans, type Span } from '../legal-time/opening.js';
import type { OtherPlace } from './sitting.js';
import { timesToOpenIn } from './open-rooms.js';
import { legalCalendar } from '../legal-time/read-calendar.js';

type Wish = { academyId: string; roomId: string; startsAt: Date; minutes: number; seats: number };
type Room = { id: string; busy: { from: string; to: string }[] };

const DAYS = 14;
const MOST = 5;

/**
 * Up to five places of the academy, on the day wished for or in the 14 days after, that are open, large enough and free: by how
 * far they lie from the wish in time, the room that was wished for first.
 */
export async function otherPlaces(tx: Tx, wish: Wish): Promise<OtherPlace[]> {
  const { academyId, roomId, startsAt, minutes, seats } = wish;
  const horizon = new Date(startsAt.getTime() + (DAYS + 1) * 86_400_000);
  const rooms = await tx.query<Room>(sql`
    select r.subject as id, (
      select coalesce(jsonb_agg(jsonb_build_object('from', lower(s.during), 'to', upper(s.during))), '[]') from sitting s
      where s.room_id::text = r.subject and s.state = 'open' and s.during && tstzrange(${tx.at}, ${horizon})) as busy
    from room_copy r where r.academy_id::text = ${academyId} and r.open and r.seats >= ${seats}`);
  const calendar = await legalCalendar(tx);
  const times = await timesToOpenIn(
    tx,
    rooms.map(({ id }) => id),
  );
  const found = rooms.flatMap(({ id, busy }) => {
    const taken = busy.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));
    return daysFrom(legalDayOf(startsAt)).flatMap((day) =>
      starts(openSpans(times.get(id)!, calendar, day), taken, startsOn(day, startsAt), minutes)
        .filter((start) => start > tx.at)
        .map((start) => ({ roomId: id, startsAt: start, far: Math.abs(start.getTime() - startsAt.getTime()) })),
    );
  });
  return found
    .sort((a, b) => a.far - b.far || Number(b.roomId === roomId) - Number(a.roomId === roomId))
    .slice(0, MOST)
    .map(({ roomId: room, startsAt: start }) => ({ roomId: room, startsAt: start.toISOString() }));
}

const daysFrom = (day: string): string[] => Array.from({ length: DAYS + 1 }, (_, index) => dayAfter(day, index));
const startsOn = (day: string, like: Date): Date => instantOf(`${day}T${wallTimeOf(like).slice(11)}`);

/** Where `minutes` fit: at the time wished for, else when the room opens or one sitting makes way. */
function starts(open: readonly Span[], taken: readonly Span[], wished: Date, minutes: number): Date[] {
  const fits = (from: Date): boolean => {
    const to = new Date(from.getTime() + minutes * 60_000);
    return (
      open.some((span) => span.from <= from && to <= span.to) && !taken.some((span) => span.from < to && from < span.to)
    );
  };
  const tried = [wished, ...taken.map(({ to }) => to), ...open.map(({ from }) => from)];
  const near = (at: Date): number => Math.abs(at.getTime() - wished.getTime());
  return tried
    .filter(fits)
    .sort((a, b) => near(a) - near(b))
    .slice(0, 1);
}
