import type { CampaignCandidate, CampaignSitting } from './candidate.js';
import { demandOf } from './demand.js';
import type { NetworkDraft } from './network-draft.js';
import { cheapestFlow, lowerBound } from './network-simplex.js';
import { partsFor, partsOf, seatsIn, type OpeningProblem } from './opening.js';
import { isLongEnough, isOffered, type Exam } from '../../booking/fit.js';
import { ownOpenings, type OwnOpenings } from './own-openings.js';
import type { Prices } from './prices.js';
import { exitOf, seatingNetwork, type Exit } from './seating-network.js';

/** A part's seat has a fraction of its price: kept to this part of it and rounded down, as flows count in whole numbers. */
const FINE = 100;

/** A span of an academy as one sitting, with all the seats that its proctors could oversee. */
type Slot = CampaignSitting & { offer: number; span: number };

export type OpeningBound = {
  prices: Prices;
  /** What a proctor's span costs: as much as one more day of waiting of all whom a proctor can oversee. */
  opening: number;
  /** What no plan that opens sittings can cost less than. */
  bound: number;
  /**
   * By offer and span, how many parts are worth opening: for the own candidates, if the sittings that there are fit everybody;
   * if only those count that do; and for all as they flow.
   */
  starts: readonly [Int32Array[], Int32Array[], Int32Array[]];
};

/**
 * Bounds the opening of sittings from below in two ways, of which the larger holds: each academy by itself with whole proctors,
 * or all together as a flow with proctors in fractions. The first is close where people stay, the second where they have
 * to travel as proctors are short.
 */
export function* openingBound(problem: OpeningProblem): Generator<void, OpeningBound> {
  const { candidates, sittings, origin, offers, seatsPerProctor } = problem;
  const slots = offers.flatMap(({ spans }, offer) => spans.map((_, span) => slotOf(problem, offer, span)));
  const relaxed = { candidates, origin, sittings: [...sittings, ...slots] };
  const kinds = demandOf(relaxed, new Set());
  const { prices } = seatingNetwork(relaxed, kinds, new Set());
  const opening = seatsPerProctor * prices.day;
  yield;

  const homes = Map.groupBy(candidates, ({ home }) => home.academyId);
  const nobody: CampaignCandidate[] = [];
  const each = yield* ownOf(sittings);
  const exams = [...new Map(candidates.map(({ exam }) => [exam.code, exam])).values()];
  const cautious = yield* ownOf(sittings.filter((sitting) => exams.every((exam) => fits(exam, sitting))));
  yield;

  const fine = scaled(prices, FINE);
  const days = new Map<string, number>();
  const built = seatingNetwork(relaxed, kinds, new Set(), { prices: fine, exit: wayOut });
  yield;
  const { flow, price } = yield* cheapestFlow(built.network);
  const together = lowerBound(built.network, price) / FINE;
  const apart = each.reduce((sum, { bound }) => sum + bound, 0);
  const openedBy = (own: typeof each): Int32Array[] => own.map(({ opened }) => opened);
  const starts = [openedBy(each), openedBy(cautious), usedParts()] as const;
  return { prices, opening, bound: Math.max(together, apart), starts };

  function* ownOf(sittings: readonly CampaignSitting[]): Generator<void, OwnOpenings[]> {
    const own: OwnOpenings[] = [];
    for (const offer of offers) {
      const candidates = homes.get(offer.at.academyId) ?? nobody;
      own.push(ownOpenings({ ...problem, sittings }, offer, candidates, { prices, opening }));
      yield;
    }
    return own;
  }

  // From a slot to its day, where each part's seats have their price, and from there as many as a day's proctors oversee.
  function wayOut(draft: NetworkDraft, exit: Exit): void {
    const { node, root, sitting } = exit;
    if (!('offer' in sitting)) return exitOf(draft, exit);
    const slot = sitting as Slot;
    const offer = offers[slot.offer]!;
    const key = `${sitting.academyId} ${exit.days}`;
    let day = days.get(key);
    if (day === undefined) {
      days.set(key, (day = draft.node()));
      draft.start(day, draft.arc(day, root, (offer.proctorSpans.get(exit.days) ?? 0) * seatsPerProctor, 0));
    }
    const arcs = partsOf(offer.spans[slot.span]!, seatsPerProctor).map(({ seats }) =>
      draft.arc(node, day, seats, exit.days * fine.day + Math.floor((opening * FINE) / seats)),
    );
    draft.start(node, arcs[0]!);
  }

  function usedParts(): Int32Array[] {
    // The root is node 0, and sittings are the next ones, in their order.
    const into = new Int32Array(1 + relaxed.sittings.length);
    for (const [arc, head] of built.network.head.entries())
      if (head > 0 && head < into.length) into[head]! += flow[arc]!;
    const used = offers.map(({ spans }) => new Int32Array(spans.length));
    for (const [index, { offer, span }] of slots.entries())
      used[offer]![span] = partsFor(
        into[1 + sittings.length + index]!,
        partsOf(offers[offer]!.spans[span]!, seatsPerProctor),
      );
    return used;
  }
}

const fits = (exam: Exam, sitting: CampaignSitting): boolean => isOffered(exam, sitting) && isLongEnough(exam, sitting);

function slotOf({ offers, seatsPerProctor }: OpeningProblem, offer: number, span: number): Slot {
  const { at, spans } = offers[offer]!;
  const { from, to } = spans[span]!;
  const seats = seatsIn(partsOf(spans[span]!, seatsPerProctor));
  const minutes = Math.round((to - from) / 60_000);
  return { ...at, id: `offer ${offer} ${span}`, offer, span, from, to, minutes, examCodes: [], seats, free: seats };
}

const scaled = (prices: Prices, by: number): Prices => ({
  unseated: prices.unseated * by,
  moved: prices.moved * by,
  step: prices.step * by,
  day: prices.day * by,
  load: prices.load * by,
});
