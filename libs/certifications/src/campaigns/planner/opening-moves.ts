import { partsOf, seatsIn, spansByDay, type Offer, type OpeningProblem } from './opening.js';

/** By span, how many seats are used; and the days on which the academy's candidates sit elsewhere, or would. */
export type Uses = { used: Int32Array; away: ReadonlySet<number> };

/** By span of an offer, how many parts more or fewer to open. */
export type OpeningMove = readonly { span: number; by: 1 | -1 }[];

const WIDTH = 3;

/**
 * What may make an academy's openings cheaper, the most promising first: to close a part that few use, to open one on an early
 * day or on one on which candidates sit elsewhere, or both at once.
 */
export function movesOf(
  { origin, seatsPerProctor }: OpeningProblem,
  offer: Offer,
  opened: Int32Array,
  { used, away }: Uses,
): OpeningMove[] {
  const parts = offer.spans.map((span) => partsOf(span, seatsPerProctor));
  const usersOfLast = (span: number): number => used[span]! - seatsIn(parts[span]!.slice(0, opened[span]! - 1));
  const closing = [...opened.keys()]
    .filter((span) => opened[span]! > 0)
    .sort((a, b) => usersOfLast(a) - usersOfLast(b) || b - a)
    .slice(0, WIDTH)
    .map((span) => ({ span, by: -1 as const }));
  const possible = [...spansByDay(offer, origin)]
    .filter(([day, spans]) => spans.reduce((sum, span) => sum + opened[span]!, 0) < (offer.proctorSpans.get(day) ?? 0))
    .map(([day, spans]) => ({ day, span: spans.reduce((least, one) => (opened[one]! < opened[least]! ? one : least)) }))
    .filter(({ span }) => opened[span]! < parts[span]!.length);
  const wanted = possible.filter(({ day }) => away.has(day)).slice(0, WIDTH);
  const adding = [...new Set([...wanted, ...possible.slice(0, WIDTH)])].map(({ span }) => ({ span, by: 1 as const }));
  const both = closing.flatMap((close) => adding.filter(({ span }) => span < close.span).map((add) => [close, add]));
  return [...closing.map((one) => [one]), ...adding.map((one) => [one]), ...both];
}

/** The same openings with a move made. */
export function moved(opened: Int32Array, move: OpeningMove): Int32Array {
  const after = opened.slice();
  for (const { span, by } of move) after[span]! += by;
  return after;
}

/** Tells moves apart: two of one key open and close the same spans in the same order. */
export const keyOf = (move: OpeningMove): string => move.map(({ span, by }) => `${span}:${by}`).join(' ');
