import { daysAfter, type CampaignSitting } from './candidate.js';
import {
  openingsOf,
  partsFor,
  partsOf,
  sittingOf,
  spansByDay,
  type Opening,
  type OpeningProblem,
  type Part,
} from './opening.js';
import { openingBound, type OpeningBound } from './opening-bound.js';
import { keyOf, moved, movesOf, type OpeningMove } from './opening-moves.js';
import { gapOf, planningOf, type CampaignPlan } from './plan.js';
import { stepsTo } from './prices.js';

/** A plan with the sittings to open. Its seating counts the problem's own sittings first and then these, in their order. */
export type OpeningPlan = CampaignPlan & { openings: Opening[]; sittings: readonly CampaignSitting[] };

const ROUNDS = 40;

/** How many parts each span of each offer opens: the largest parts first. */
type OpenedSpans = readonly Int32Array[];

/**
 * Chooses which sittings to open and who sits where. It starts from what each academy's own candidates and the relaxed flow are
 * worth opening, and plans the campaign on that. Then all academies at once try a move each, and those keep theirs whose own
 * candidates and proctors it makes cheaper, for up to 40 rounds. What it comes to is measured against a bound that no plan
 * can beat.
 */
export function* planningOpenings(problem: OpeningProblem): Generator<void, OpeningPlan> {
  const relaxed = yield* openingBound(problem);
  const trials = new Trials(problem, relaxed);
  const [own, cautious, flowing] = relaxed.starts;
  let best = yield* trials.plan(own);
  for (const start of [cautious, most(own, flowing), most(cautious, flowing)]) {
    const next = yield* trials.plan(withinDays(problem, start));
    if (next.total < best.total) best = next;
  }
  const tried = problem.offers.map(() => new Set<string>());
  for (let round = 1; round <= ROUNDS && best.total > relaxed.bound; round++) {
    const moves = problem.offers.map((offer, index) =>
      movesOf(problem, offer, best.opened[index]!, best.uses[index]!).find((move) => !tried[index]!.has(keyOf(move))),
    );
    if (moves.every((move) => move === undefined)) break;
    const next = yield* trials.plan(best.opened.map((spans, index) => withMove(spans, moves[index])));
    const isBetter = (index: number): boolean => next.costs[index]! < best.costs[index]!;
    const kept = moves.map((move, index) => (move && isBetter(index) ? move : undefined));
    const mixed = kept.some((move) => move)
      ? yield* trials.plan(best.opened.map((spans, index) => withMove(spans, kept[index])))
      : best;
    for (const [index, move] of moves.entries()) if (move) tried[index]!.add(keyOf(move));
    const better = mixed.total < next.total ? mixed : next;
    if (better.total >= best.total) continue;
    for (const [index, move] of kept.entries()) if (move) tried[index]!.clear();
    best = better;
  }
  // On what is used alone: a span's candidates may lie in fewer of its rooms than were open.
  const last = yield* trials.plan(best.opened);
  return {
    ...last.plan,
    ...trials.open(last.opened),
    cost: last.total,
    bound: relaxed.bound,
    gap: gapOf(last.total, relaxed.bound),
  };
}

const withMove = (spans: Int32Array, move: OpeningMove | undefined): Int32Array => (move ? moved(spans, move) : spans);

const most = (a: OpenedSpans, b: OpenedSpans): OpenedSpans =>
  a.map((spans, offer) => spans.map((count, span) => Math.max(count, b[offer]![span]!)));

// Where a day lacks the proctors for all of its parts, the spans that would open most open fewer.
function withinDays({ offers, origin }: OpeningProblem, opened: OpenedSpans): OpenedSpans {
  return opened.map((spans, index) => {
    const counts = spans.slice();
    const offer = offers[index]!;
    for (const [day, own] of spansByDay(offer, origin)) {
      let open = own.reduce((sum, span) => sum + counts[span]!, 0);
      for (; open > (offer.proctorSpans.get(day) ?? 0); open--)
        counts[own.reduce((fullest, span) => (counts[span]! > counts[fullest]! ? span : fullest))]!--;
    }
    return counts;
  });
}

type Trial = {
  plan: CampaignPlan;
  /** What of it is used: the rest need not be opened. */
  opened: Int32Array[];
  uses: { used: Int32Array; away: Set<number> }[];
  /** By offer, what its academy's candidates and its proctors cost. */
  costs: Float64Array;
  total: number;
};

/** Plans the campaign on one choice of openings after the other, at the same prices. */
class Trials {
  readonly #parts: Part[][][];
  readonly #homes: Int32Array;

  constructor(
    private readonly problem: OpeningProblem,
    private readonly relaxed: OpeningBound,
  ) {
    const { offers, candidates, seatsPerProctor } = problem;
    this.#parts = offers.map(({ spans }) => spans.map((span) => partsOf(span, seatsPerProctor)));
    const places = new Map(offers.map(({ at }, index) => [at.academyId, index]));
    this.#homes = Int32Array.from(candidates, ({ home }) => places.get(home.academyId) ?? -1);
  }

  *plan(opened: OpenedSpans): Generator<void, Trial> {
    const { problem } = this;
    const { prices, opening } = this.relaxed;
    const { sittings, origins } = this.open(opened);
    const plan = yield* planningOf({ ...problem, sittings }, prices);
    const uses = problem.offers.map(({ spans }) => ({ used: new Int32Array(spans.length), away: new Set<number>() }));
    const costs = new Float64Array(problem.offers.length);
    for (const [index, { home, from }] of problem.candidates.entries()) {
      const at = sittings[plan.seating[index]!];
      const place = origins[plan.seating[index]! - problem.sittings.length];
      if (place) uses[place.offer]!.used[place.span]!++;
      const own = this.#homes[index]!;
      if (own < 0) continue;
      if (at?.academyId !== home.academyId) uses[own]!.away.add(daysAfter(problem.origin, at ?? { from, to: from }));
      costs[own]! += at
        ? stepsTo(home, at) * prices.step + daysAfter(problem.origin, at) * prices.day
        : prices.unseated;
    }
    let proctors = 0;
    const needed = uses.map(({ used }, offer) =>
      used.map((seats, span) => partsFor(seats, this.#parts[offer]![span]!)),
    );
    for (const [offer, spans] of needed.entries())
      for (const count of spans) {
        costs[offer]! += count * opening;
        proctors += count;
      }
    return { plan, opened: needed, uses, costs, total: plan.cost + proctors * opening };
  }

  open(opened: OpenedSpans) {
    const { offers } = this.problem;
    const openings: Opening[] = [];
    const origins: { offer: number; span: number }[] = [];
    for (const [offer, spans] of opened.entries())
      for (const [span, count] of spans.entries())
        for (const one of openingsOf(
          offers[offer]!,
          offers[offer]!.spans[span]!,
          this.#parts[offer]![span]!.slice(0, count),
        )) {
          openings.push(one);
          origins.push({ offer, span });
        }
    return { openings, origins, sittings: [...this.problem.sittings, ...openings.map(sittingOf)] };
  }
}
