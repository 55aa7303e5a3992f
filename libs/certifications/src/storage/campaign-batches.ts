import type { Tx } from '@takwin/platform/postgres/database';
import { suits } from '../campaign/candidate.js';
import {
  claimSeats,
  giveBack,
  insertBooked,
  insertUnseated,
  lockSittings,
  moveRegistrations,
  type Booking,
  type Move,
} from './campaign-bookings.js';
import { wishesOf, type Refused } from './campaign-candidates.js';
import { advance, type RunningCampaign } from './campaign-rows.js';
import { announceRegistrations } from './registration-rows.js';

/** How many candidates a step could not decide as planned, and the campaign's version after it: the next step's fence. */
export type Step = { lost: number; version: number };

/**
 * Books a batch in one transaction: the rules are judged again, seats are claimed sitting by sitting, registrations made under
 * the database's constraints, the seats of those whom these left out given back, and all of it announced.
 */
export async function bookSeats(tx: Tx, campaign: RunningCampaign, batch: readonly Booking[]): Promise<Step> {
  const { wishes } = await wishesOf(tx, campaign, [...new Set(batch.map(({ wish }) => wish.candidate.personId))]);
  const now = new Map(wishes.map(({ candidate }) => [candidate.id, candidate]));
  const still = batch.filter(({ wish, sitting }) => {
    const candidate = now.get(wish.candidate.id);
    return candidate !== undefined && suits(candidate, sitting);
  });
  const left = await claimSeats(tx, countBy(still));
  const claimed = still.filter(({ sitting: { id } }) => {
    const seats = left.get(id) ?? 0;
    left.set(id, seats - 1);
    return seats > 0;
  });
  const made = await insertBooked(tx, campaign, claimed);
  const unused = countBy(claimed);
  for (const { sittingId } of made) unused.set(sittingId, unused.get(sittingId)! - 1);
  await giveBack(tx, unused);
  await announceRegistrations(
    tx,
    'SeatBooked',
    made.map(({ id }) => id),
  );
  return { lost: batch.length - made.length, version: await advance(tx, campaign, { booked: made.length }) };
}

/** Registers a batch without seats in one transaction, as refused or waitlisted. */
export async function registerUnseated(
  tx: Tx,
  campaign: RunningCampaign,
  state: 'refused' | 'waitlisted',
  batch: readonly Refused[],
): Promise<Step> {
  const made = await insertUnseated(tx, campaign, state, batch);
  await announceRegistrations(tx, state === 'refused' ? 'RegistrationRefused' : 'RegistrationWaitlisted', made);
  return { lost: batch.length - made.length, version: await advance(tx, campaign, { [state]: made.length }) };
}

/** Somebody else has taken a seat or changed a registration that a plan counted on: nothing of it may be written. */
export class PlanIsStale extends Error {}

/**
 * Carries out the moves of a campaign that is planned anew, all or none: seats are given up, then claimed, so that candidates
 * can change places. Throws PlanIsStale where a seat or a registration is no longer as it was.
 */
export async function moveSeats(tx: Tx, campaign: RunningCampaign, all: readonly Move[]): Promise<Step> {
  const moves = all.filter(({ wish: { registration }, sitting }) => (sitting?.id ?? null) !== registration.sittingId);
  const leaving = countBy(
    moves.flatMap(
      ({
        wish: {
          registration: { sittingId: id },
        },
      }) => (id ? { sitting: { id } } : []),
    ),
  );
  const arriving = countBy(moves.flatMap(({ sitting }) => (sitting ? { sitting } : [])));
  await lockSittings(tx, [...leaving.keys(), ...arriving.keys()]);
  await giveBack(tx, leaving);
  const got = await claimSeats(tx, arriving);
  if ([...arriving].some(([id, count]) => got.get(id) !== count)) throw new PlanIsStale();
  if ((await moveRegistrations(tx, moves)) < moves.length) throw new PlanIsStale();
  const [seated, unseated] = [moves.filter(({ sitting }) => sitting), moves.filter(({ sitting }) => !sitting)];
  await announceRegistrations(tx, 'SeatBooked', seated.map(idOf));
  await announceRegistrations(tx, 'RegistrationWaitlisted', unseated.map(idOf));
  const moved = seated.filter(({ wish }) => wish.registration.sittingId).length;
  return { lost: 0, version: await advance(tx, campaign, { moved }) };
}

const idOf = ({ wish }: Move): string => wish.registration.id;

function countBy(seats: readonly { sitting: { id: string } }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sitting } of seats) counts.set(sitting.id, (counts.get(sitting.id) ?? 0) + 1);
  return counts;
}
