import { systemActor } from '@takwin/platform/auth/actor';
import { Database, type Tx } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import { sittingOf } from '../campaign/opening.js';
import { bookSeats, moveSeats, PlanIsStale, registerUnseated } from '../storage/campaign-batches.js';
import type { Booking, Move } from '../storage/campaign-bookings.js';
import type { KnownSitting, Refused, Wish } from '../storage/campaign-candidates.js';
import { closeUnused, openSittings, type Opened } from '../storage/campaign-openings.js';
import { isCandidateTaken } from '../storage/candidate-taken.js';
import { finish, isStillMine, keepPlan, noteGap, takeUp, type RunningCampaign } from '../storage/campaign-rows.js';
import { planRound, type Planned } from './plan-round.js';

export const CAMPAIGN_QUEUE = 'exam-campaigns';

const system = systemActor('exam-scheduler');
const ROUNDS = 10;

/** The campaign was cancelled, or another worker has taken it up. */
class NoLongerMine extends Error {}

/** Plans accepted campaigns and books what was planned, in batches of registrations with their events. */
export class CampaignRun {
  constructor(
    private readonly db: Database,
    private readonly batch = 1_000,
  ) {}

  /**
   * Works one campaign to its end. What was stored stays, whatever happens to the worker: whoever takes it up plans the rest
   * with the seats that are left. Candidates who lost their seats to others meanwhile are planned again. Ends early where
   * the campaign was cancelled or is another worker's by now; rejects when `signal` aborts.
   */
  async run(id: string, signal: AbortSignal): Promise<void> {
    try {
      for (let round = 1, left = true; left; round++) {
        const campaign = await this.db.asActor(system, (tx) => takeUp(tx, id));
        if (!campaign) return;
        left = await this.round(campaign, signal);
        if (left && round === ROUNDS) throw new Error(`candidates of a campaign lost their seats ${ROUNDS} times`);
      }
    } catch (error) {
      if (!(error instanceof NoLongerMine)) throw error;
    }
  }

  /** Campaigns that nobody has worked on since `before` and that are not done: what the sweeper wakes again. */
  waiting(before: Date, limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select id from campaign where state in ('accepted', 'booking') and touched_at < ${before}
        order by touched_at limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }

  // One plan and its storing; true where somebody lost the planned seat, so that there is more to plan.
  private async round(campaign: RunningCampaign, signal: AbortSignal): Promise<boolean> {
    const planned = await planRound(this.db, campaign, signal);
    const { plan, wishes, refused, unpaid } = planned;
    if (campaign.dryRun) {
      await this.guarded(campaign, (tx) =>
        keepPlan(tx, campaign, outcomeOf(planned), seatsOf(planned), openingsOf(planned)),
      );
      return false;
    }
    await this.step(campaign, (tx) => noteGap(tx, campaign, plan.gap));
    const sittings = await this.open(campaign, planned, signal);
    if (!sittings) return true;
    const seatOf = (index: number) => sittings[plan.seating[index]!] ?? null;
    const moves: Move[] = [];
    const bookings: Booking[] = [];
    const waiting: Refused[] = [...unpaid];
    for (const [index, wish] of wishes.entries()) {
      const sitting = seatOf(index);
      if (wish.registration) moves.push({ wish: { ...wish, registration: wish.registration }, sitting });
      else if (sitting) bookings.push({ wish, sitting });
      else waiting.push(unseated(wish));
    }
    bookings.sort((a, b) => (a.sitting.id < b.sitting.id ? -1 : 1));
    let lost = 0;
    if (!(await this.move(campaign, moves))) return true;
    for (const batch of this.batches(refused, signal))
      lost += await this.step(campaign, (tx) => registerUnseated(tx, campaign, 'refused', batch));
    for (const batch of this.batches(bookings, signal))
      lost += await this.step(campaign, (tx) => bookSeats(tx, campaign, batch));
    if (lost > 0) return true;
    for (const batch of this.batches(waiting, signal))
      lost += await this.step(campaign, (tx) => registerUnseated(tx, campaign, 'waitlisted', batch));
    if (lost > 0) return true;
    await this.guarded(campaign, async (tx) => {
      await finish(tx, campaign);
      await closeUnused(tx, campaign.id);
    });
    return false;
  }

  // The plan's sittings with those that it opens, opened; nothing where a room or a proctor is no longer to be had.
  private async open(
    campaign: RunningCampaign,
    { sittings, openings }: Planned,
    signal: AbortSignal,
  ): Promise<KnownSitting[] | undefined> {
    const opened: Opened[] = [];
    try {
      for (const batch of this.batches(openings, signal)) {
        const made = await this.guarded(campaign, (tx) => openSittings(tx, campaign, batch));
        campaign.version = made.version;
        opened.push(...made.opened);
      }
    } catch (error) {
      if (error instanceof PlanIsStale) return undefined;
      throw error;
    }
    return [
      ...sittings,
      ...openings.map((one, index) => ({
        ...sittingOf(one, index),
        ...opened[index]!,
        proctorIds: one.proctorIds,
      })),
    ];
  }

  // Where a seat or a registration is no longer as the plan knew it, all of the moves are planned again.
  private async move(campaign: RunningCampaign, moves: readonly Move[]): Promise<boolean> {
    if (moves.length === 0) return true;
    try {
      await this.step(campaign, (tx) => moveSeats(tx, campaign, moves));
      return true;
    } catch (error) {
      if (error instanceof PlanIsStale || isCandidateTaken(error)) return false;
      throw error;
    }
  }

  private *batches<T>(list: readonly T[], signal: AbortSignal): Generator<T[]> {
    for (let from = 0; from < list.length; from += this.batch) {
      signal.throwIfAborted();
      yield list.slice(from, from + this.batch);
    }
  }

  // The campaign's version is its fence: it moves on with each step, and only once that has committed.
  private async step(
    campaign: RunningCampaign,
    work: (tx: Tx) => Promise<{ lost: number; version: number }>,
  ): Promise<number> {
    const { lost, version } = await this.guarded(campaign, work);
    campaign.version = version;
    return lost;
  }

  private guarded<T>(campaign: RunningCampaign, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.asActor(system, async (tx) => {
      if (!(await isStillMine(tx, campaign))) throw new NoLongerMine();
      return work(tx);
    });
  }
}

function outcomeOf({ plan: { gap, levels }, wishes, refused, unpaid }: Planned) {
  const booked = wishes.length - levels.unseated;
  return { ...levels, gap, booked, waitlisted: levels.unseated + unpaid.length, refused: refused.length };
}

// How many candidates sit which exam in which of the sittings that there are.
function seatsOf({ plan: { seating }, sittings, wishes }: Planned) {
  const seats = new Map<string, { starts: Date; sitting: string; exam: string; candidates: number }>();
  for (const [index, { candidate }] of wishes.entries()) {
    const at = sittings[seating[index]!];
    if (!at) continue;
    const [sitting, exam] = [at.id, candidate.exam.code];
    const known = seats.get(`${sitting} ${exam}`);
    if (known) known.candidates++;
    else seats.set(`${sitting} ${exam}`, { starts: new Date(at.from), sitting, exam, candidates: 1 });
  }
  return [...seats.values()];
}

// How many candidates sit in each of those that would be opened.
function openingsOf({ plan: { seating }, sittings, openings }: Planned) {
  const counts = openings.map(() => 0);
  for (const place of seating) if (place >= sittings.length) counts[place - sittings.length]!++;
  return openings.map((one, index) => ({ ...one, candidates: counts[index]! })).filter(({ candidates }) => candidates);
}

const unseated = ({ candidate: { personId, exam }, academyId, region }: Wish): Refused => ({
  personId,
  examCode: exam.code,
  academyId,
  region,
  reason: 'NO_FREE_SEAT',
});
