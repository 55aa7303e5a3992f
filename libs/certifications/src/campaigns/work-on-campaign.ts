import { systemActor } from '@takwin/platform/auth';
import type { Database, Tx } from '@takwin/platform/postgres';
import { sittingOf } from './planner/opening.js';
import {
  bookSeats,
  type Booking,
  type CampaignMove,
  moveSeats,
  PlanIsStale,
  registerUnseated,
  type Step,
} from './store-batches.js';
import type { KnownSitting, Refused, Wish } from './read-candidates.js';
import { closeUnused, openPlanned, type ArrangedSitting } from './open-planned-sittings.js';
import { isSeatRefused } from '../booking/seat-constraints.js';
import { isStillMine, type RunningCampaign } from './campaign.rows.js';
import { finish, keepPlan, noteGap, takeUp } from './campaign.writer.js';
import { planRound, type Planned } from './plan-round.js';

const system = systemActor('exam-scheduler');
const ROUNDS = 10;

/** The campaign was cancelled, or another worker has taken it up. */
class NoLongerMine extends Error {}

/** One campaign from its taking up to its end, in steps that each commit; what it has planned, this process alone knows. */
export class CampaignWork {
  readonly #steps = this.#work();
  #signal!: AbortSignal;
  #campaign: RunningCampaign | undefined;

  constructor(
    private readonly db: Database,
    private readonly id: string,
    private readonly batch: number,
  ) {}

  /** Does the next step: false where nothing is left to do, or others do it. Rejects when `signal` aborts. */
  async step(signal: AbortSignal): Promise<boolean> {
    this.#signal = signal;
    try {
      return !(await this.#steps.next()).done;
    } catch (error) {
      if (error instanceof NoLongerMine) return false;
      throw error;
    }
  }

  /** Whether it is still as the last step left it. */
  isMine(): Promise<boolean> {
    return this.db.asActor(system, (tx) => isStillMine(tx, this.#campaign!));
  }

  async *#work(): AsyncGenerator<void, void> {
    for (let round = 1; ; round++) {
      this.#campaign = await this.db.asActor(system, (tx) => takeUp(tx, this.id));
      if (!this.#campaign) return;
      const left = yield* this.#round(this.#campaign);
      if (!left) return;
      if (round === ROUNDS) throw new Error(`candidates of a campaign lost their seats ${ROUNDS} times`);
    }
  }

  // One plan and its storing; true where somebody lost the planned seat, so that there is more to plan.
  async *#round(campaign: RunningCampaign): AsyncGenerator<void, boolean> {
    const planned = await planRound(this.db, campaign, this.#signal);
    const { plan, wishes, refused, unpaid } = planned;
    if (campaign.dryRun) {
      await this.#guarded(campaign, (tx) =>
        keepPlan(tx, campaign, outcomeOf(planned), seatsOf(planned), openingsOf(planned)),
      );
      return false;
    }
    await this.#commit(campaign, (tx) => noteGap(tx, campaign, plan.gap));
    const sittings = yield* this.#open(campaign, planned);
    if (!sittings) return true;
    const moves: CampaignMove[] = [];
    const bookings: Booking[] = [];
    const waiting: Refused[] = [...unpaid];
    for (const [index, wish] of wishes.entries()) {
      const sitting = sittings[plan.seating[index]!] ?? null;
      if (wish.registration) moves.push({ wish: { ...wish, registration: wish.registration }, sitting });
      else if (sitting) bookings.push({ wish, sitting });
      else waiting.push(unseated(wish));
    }
    bookings.sort((a, b) => (a.sitting.id < b.sitting.id ? -1 : 1));
    if (!(await this.#move(campaign, moves))) return true;
    let lost = yield* this.#each(campaign, refused, (tx, batch) => registerUnseated(tx, campaign, 'refused', batch));
    lost += yield* this.#each(campaign, bookings, (tx, batch) => bookSeats(tx, campaign, batch));
    if (lost > 0) return true;
    lost = yield* this.#each(campaign, waiting, (tx, batch) => registerUnseated(tx, campaign, 'waitlisted', batch));
    if (lost > 0) return true;
    await this.#guarded(campaign, async (tx) => {
      await finish(tx, campaign);
      await closeUnused(tx, campaign.id);
    });
    return false;
  }

  // The plan's sittings with those that it opens, opened; nothing where a room or a proctor is no longer to be had.
  async *#open(
    campaign: RunningCampaign,
    { sittings, openings }: Planned,
  ): AsyncGenerator<void, KnownSitting[] | undefined> {
    const opened: ArrangedSitting[] = [];
    try {
      yield* this.#each(campaign, openings, async (tx, batch) => {
        const made = await openPlanned(tx, campaign, batch);
        opened.push(...made.opened);
        return { lost: 0, version: made.version };
      });
    } catch (error) {
      if (error instanceof PlanIsStale) return undefined;
      throw error;
    }
    const added = openings.map((one, index) => ({
      ...sittingOf(one, index),
      ...opened[index]!,
      proctorIds: one.proctorIds,
    }));
    return [...sittings, ...added];
  }

  // Where a seat or a registration is no longer as the plan knew it, all of the moves are planned again.
  async #move(campaign: RunningCampaign, moves: readonly CampaignMove[]): Promise<boolean> {
    if (moves.length === 0) return true;
    try {
      await this.#commit(campaign, (tx) => moveSeats(tx, campaign, moves));
      return true;
    } catch (error) {
      if (error instanceof PlanIsStale || isSeatRefused(error)) return false;
      throw error;
    }
  }

  // A batch for each step; returns how many were lost to others.
  async *#each<T>(
    campaign: RunningCampaign,
    list: readonly T[],
    work: (tx: Tx, batch: readonly T[]) => Promise<Step>,
  ): AsyncGenerator<void, number> {
    let lost = 0;
    for (let from = 0; from < list.length; from += this.batch) {
      this.#signal.throwIfAborted();
      const batch = list.slice(from, from + this.batch);
      lost += await this.#commit(campaign, (tx) => work(tx, batch)).catch(lostTo(batch));
      yield;
    }
    return lost;
  }

  // The campaign's version is its fence: it moves on with each commit, and only once that has succeeded.
  async #commit(campaign: RunningCampaign, work: (tx: Tx) => Promise<Step>): Promise<number> {
    const { lost, version } = await this.#guarded(campaign, work);
    campaign.version = version;
    return lost;
  }

  #guarded<T>(campaign: RunningCampaign, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.asActor(system, async (tx) => {
      if (!(await isStillMine(tx, campaign))) throw new NoLongerMine();
      return work(tx);
    });
  }
}

// Somebody of the batch was named a proctor at this moment: all of it is planned again.
const lostTo = (batch: readonly unknown[]) => (error: unknown) => {
  if (!isSeatRefused(error)) throw error;
  return batch.length;
};

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
