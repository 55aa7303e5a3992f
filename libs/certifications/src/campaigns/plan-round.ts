import { setImmediate as others } from 'node:timers/promises';
import { systemActor } from '@takwin/platform/auth';
import type { Database } from '@takwin/platform/postgres';
import { suits, type CampaignProblem, type CampaignSitting } from './planner/candidate.js';
import { staffing, type Staffed, type StaffedPlan } from './planner/name-proctors.js';
import { offersOf } from './planner/offers.js';
import { planningApart } from './planner/plan-apart.js';
import { planningOf, type CampaignPlan } from './planner/plan.js';
import { planningOpenings } from './planner/plan-openings.js';
import { legalDayOf } from '@takwin/platform/clock';
import { instantOf } from '../legal-time/legal-time.js';
import { sittingsFor, wishesOf, type SeatsHeld, type KnownSitting, type Wish, type Wishes } from './read-candidates.js';
import { academiesToOpen } from './open-planned-sittings.js';
import type { RunningCampaign } from './campaign.rows.js';
import { examRules } from '../sittings/read-exam-rules.js';
import { legalCalendar } from '../legal-time/read-calendar.js';

/** What a plan comes to. Its seating counts the sittings that there are first and then the `openings`, in their order. */
export type Planned = {
  plan: CampaignPlan;
  sittings: readonly KnownSitting[];
  openings: readonly Staffed[];
} & Wishes;

const system = systemActor('exam-scheduler');

/**
 * Plans what a campaign has still to decide, on the seats that are free by now and, where it may, on sittings to open. Lets
 * others have their turn every few milliseconds; rejects when `signal` aborts.
 */
export async function planRound(db: Database, campaign: RunningCampaign, signal: AbortSignal): Promise<Planned> {
  const { wishes, refused, unpaid, sittings } = await db.readAs(system, async (tx) => {
    const found = await wishesOf(tx, campaign, campaign.persons);
    return { ...found, sittings: await sittingsFor(tx, campaign, heldBy(found.wishes)) };
  });
  const origin = instantOf(`${legalDayOf(campaign.earliest)}T00:00`).getTime();
  const { opening } = campaign;
  if (!opening) {
    const plan = await inTurns(
      planningApart({ candidates: candidatesOf(wishes), sittings, origin }, planningOf),
      signal,
    );
    return { plan, sittings, openings: [], wishes, refused, unpaid };
  }
  const { academies, calendar, seatsPerProctor, at } = await db.readAs(system, async (tx) => ({
    academies: await academiesToOpen(tx, campaign),
    calendar: await legalCalendar(tx),
    seatsPerProctor: (await examRules(tx)).seatsPerProctor,
    at: tx.at.getTime(),
  }));
  const from = Math.max(campaign.earliest.getTime(), at + 1);
  const window = { from, to: campaign.latest.getTime(), origin };
  const offers = await inTurns(offersOf(academies, opening, calendar, window), signal);
  const { wishes: open, ...problem } = withoutSeated(wishes, { sittings, origin });
  const planning = function* (others: CampaignProblem): Generator<void, StaffedPlan> {
    const opened = yield* planningOpenings({ ...others, offers, seatsPerProctor });
    return yield* staffing(others, opened, academies);
  };
  const plan = await inTurns(planningApart(problem, planning), signal);
  return { plan, sittings: problem.sittings, openings: plan.openings, wishes: open, refused, unpaid };
}

async function inTurns<T>(work: Generator<void, T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await others();
    signal.throwIfAborted();
  }
}

const candidatesOf = (wishes: readonly Wish[]) => wishes.map(({ candidate }) => candidate);

function heldBy(wishes: readonly Wish[]): Map<string, SeatsHeld> {
  const holding = wishes.filter(({ registration }) => registration?.state === 'booked' && registration.sittingId);
  const bySitting = Map.groupBy(holding, ({ registration }) => registration!.sittingId!);
  return new Map([...bySitting].map(([id, own]) => [id, { seats: own.length, accessible: needing(own) }]));
}

const needing = (wishes: readonly Wish[]): number => wishes.filter(({ candidate }) => candidate.needsAccessible).length;

/**
 * Who has a seat that still suits keeps it where sittings are opened for the others: nobody need be moved then. Seats and hours
 * that these have are taken.
 */
function withoutSeated(
  wishes: readonly Wish[],
  { sittings, origin }: { sittings: readonly KnownSitting[]; origin: number },
): CampaignProblem & { sittings: KnownSitting[]; wishes: Wish[] } {
  const places = new Map(sittings.map((sitting) => [sitting.id, sitting]));
  const placeOf = ({ candidate }: Wish): CampaignSitting | undefined => {
    const sitting = candidate.seatedIn ? places.get(candidate.seatedIn) : undefined;
    return sitting && suits(candidate, sitting) ? sitting : undefined;
  };
  const kept = wishes.filter(placeOf);
  const keptIn = Map.groupBy(kept, (wish) => placeOf(wish)!.id);
  const keptBy = Map.groupBy(kept, ({ candidate }) => candidate.personId);
  const left = wishes
    .filter((wish) => !placeOf(wish))
    .map((wish): Wish => {
      const busy = (keptBy.get(wish.candidate.personId) ?? []).map((one) => placeOf(one)!);
      return { ...wish, candidate: { ...wish.candidate, busy: [...wish.candidate.busy, ...busy], seatedIn: null } };
    });
  return {
    wishes: left,
    candidates: candidatesOf(left),
    sittings: sittings
      .map((sitting) => {
        const own = keptIn.get(sitting.id) ?? [];
        return {
          ...sitting,
          free: sitting.free - own.length,
          accessible: (sitting.accessible ?? 0) - needing(own),
        };
      })
      .filter(({ free }) => free > 0),
    origin,
  };
}
