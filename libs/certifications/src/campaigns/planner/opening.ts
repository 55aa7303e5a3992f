import type { Interval } from '../../booking/assign.js';
import type { Candidate } from '../../booking/fit.js';
import { daysAfter, type CampaignProblem, type CampaignSitting } from './candidate.js';

/** When an academy can open sittings: then in any of these rooms, as far as proctors who can be there at once go. */
export type OfferSpan = Interval & { rooms: readonly { id: string; workstations: number }[]; proctors: number };

/** What an academy can open. */
export type Offer = {
  at: Candidate;
  /** In the order of time; they do not overlap. */
  spans: readonly OfferSpan[];
  /** How many spans of proctors each day has in all, by days after the origin: who watches in two spans counts twice. */
  proctorSpans: ReadonlyMap<number, number>;
};

/** A campaign that may open sittings beside those that there are. Nobody in it has a seat yet. */
export type OpeningProblem = CampaignProblem & { offers: readonly Offer[]; seatsPerProctor: number };

/** A sitting to open, with as many proctors as its seats need. */
export type Opening = { roomId: string; at: Candidate; span: Interval; seats: number; proctors: number };

/** What one proctor oversees in a span: a room, or a part of one. */
export type Part = { roomId: string; seats: number };

/** The parts of rooms that proctors can oversee in a span, the largest first. */
export function partsOf({ rooms, proctors }: Omit<OfferSpan, keyof Interval>, seatsPerProctor: number): Part[] {
  const parts = rooms.flatMap(({ id, workstations }) =>
    Array.from({ length: Math.ceil(workstations / seatsPerProctor) }, (_, index) => ({
      roomId: id,
      seats: Math.min(seatsPerProctor, workstations - index * seatsPerProctor),
    })),
  );
  return parts.sort((a, b) => b.seats - a.seats).slice(0, proctors);
}

export const seatsIn = (parts: readonly Part[]): number => parts.reduce((sum, { seats }) => sum + seats, 0);

/** How many parts, the largest first, hold so many seats. */
export function partsFor(seats: number, parts: readonly Part[]): number {
  let count = 0;
  for (let left = seats; left > 0 && count < parts.length; count++) left -= parts[count]!.seats;
  return count;
}

/** The places of an offer's spans, by the day that they lie in. */
export const spansByDay = ({ spans }: Offer, origin: number): Map<number, number[]> =>
  Map.groupBy(spans.keys(), (span) => daysAfter(origin, spans[span]!));

/** The sittings that some parts of rooms make in a span: parts of one room are one sitting. */
export function openingsOf({ at }: Offer, span: Interval, parts: readonly Part[]): Opening[] {
  return [...Map.groupBy(parts, ({ roomId }) => roomId)].map(([roomId, own]) => ({
    roomId,
    at,
    span,
    seats: seatsIn(own),
    proctors: own.length,
  }));
}

/** The sitting that an opening will be, as a plan has it. */
export function sittingOf({ at, span: { from, to }, seats }: Opening, index: number): CampaignSitting {
  const minutes = Math.round((to - from) / 60_000);
  return { ...at, id: `opening ${index}`, from, to, minutes, examCodes: [], seats, free: seats, opened: true };
}
