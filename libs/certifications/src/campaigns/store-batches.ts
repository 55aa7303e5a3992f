import type { Tx } from '@takwin/platform/postgres';
import { suits, type CampaignSitting } from './planner/candidate.js';
import {
  claimSeats,
  giveBack,
  insertBooked,
  insertUnseated,
  lockSittings,
  moveRegistrations,
  type Booking,
  type Move,
} from './store-bookings.js';
import { wishesOf, type Refused } from './read-candidates.js';
import { advance, type RunningCampaign } from './campaign.rows.js';
import { lockInOrder } from '../lock-in-order.js';
import { announceRegistrations } from '../booking/announce-registrations.js';
import { seatOnlyPaid } from '../booking/seat-only-paid.js';
import { offerSeats } from '../booking/offer-seats.js';

/** How many candidates a step could not decide as planned, and the campaign's version after it: the next step's fence. */
export type Step = { lost: number; version: number };

/**
 * Books a batch in one transaction: the rules are judged again, seats are claimed sitting by sitting, registrations made under
 * the database's constraints, the seats of those whom these left out given back, and all of it announced.
 */
export async function bookSeats(tx: Tx, campaign: RunningCampaign, batch: readonly Booking[]): Promise<Step> {
  const persons = [...new Set(batch.map(({ wish }) => wish.candidate.personId))];
  await lockInOrder(tx, 'person', persons);
  const { wishes } = await wishesOf(tx, campaign, persons);
  const now = new Map(wishes.map(({ candidate }) => [candidate.id, candidate]));
  const still = batch.filter(({ wish, sitting }) => {
    const candidate = now.get(wish.candidate.id);
    return candidate !== undefined && suits(candidate, sitting);
  });
  const left = await claimSeats(tx, still);
  const claimed = still.filter(({ sitting: { id } }) => {
    const seats = left.get(id) ?? 0;
    left.set(id, seats - 1);
    return seats > 0;
  });
  const made = await insertBooked(tx, campaign, claimed);
  const sittings = new Map(claimed.map(({ sitting }) => [sitting.id, sitting]));
  const unpaid = await unpaidOf(tx, made, sittings);
  const unused = countBy(claimed);
  for (const { id, sittingId } of made) if (!unpaid.has(id)) unused.set(sittingId, unused.get(sittingId)! - 1);
  await giveBack(tx, unused);
  const booked = made.map(({ id }) => id).filter((id) => !unpaid.has(id));
  await announceRegistrations(tx, 'SeatBooked', booked);
  await announceRegistrations(tx, 'RegistrationWaitlisted', [...unpaid]);
  const version = await advance(tx, campaign, { booked: booked.length, waitlisted: unpaid.size });
  return { lost: batch.length - made.length, version };
}

// Pays for what was booked. Where vouchers are required, those for whom there is none wait for one.
async function unpaidOf(
  tx: Tx,
  booked: readonly { id: string; sittingId: string }[],
  sittings: ReadonlyMap<string, CampaignSitting>,
): Promise<Set<string>> {
  const decisions = booked.map(({ id, sittingId }) => ({
    id,
    state: 'booked' as const,
    sitting: sittings.get(sittingId)!,
  }));
  return new Set((await seatOnlyPaid(tx, decisions)).map(({ id }) => id));
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
  const coming = moves.flatMap(({ sitting }) => (sitting ? { sitting } : []));
  const arriving = countBy(coming);
  await lockInOrder(tx, 'person', [...new Set(moves.map(({ wish }) => wish.candidate.personId))]);
  await lockSittings(tx, [...leaving.keys(), ...arriving.keys()]);
  await giveBack(tx, leaving);
  const got = await claimSeats(tx, coming);
  if ([...arriving].some(([id, count]) => got.get(id) !== count)) throw new PlanIsStale();
  if ((await moveRegistrations(tx, moves)) < moves.length) throw new PlanIsStale();
  const seated = moves.flatMap(({ wish, sitting }) => (sitting ? [{ wish, sitting, id: wish.registration.id }] : []));
  const sittings = new Map(seated.map(({ sitting }) => [sitting.id, sitting]));
  const unpaid = await unpaidOf(
    tx,
    seated.map(({ id, sitting }) => ({ id, sittingId: sitting.id })),
    sittings,
  );
  await giveBack(tx, countBy(seated.filter(({ id }) => unpaid.has(id))));
  // Who waits may have the seats that were left; the sweeper of such offers wakes their worker.
  for (const id of leaving.keys()) await offerSeats(tx, id);
  const isSeated = new Set(seated.map(({ id }) => id).filter((id) => !unpaid.has(id)));
  await announceRegistrations(tx, 'SeatBooked', [...isSeated]);
  await announceRegistrations(
    tx,
    'RegistrationWaitlisted',
    moves.map(idOf).filter((id) => !isSeated.has(id)),
  );
  const moved = seated.filter(({ id, wish }) => isSeated.has(id) && wish.registration.state === 'booked').length;
  return { lost: 0, version: await advance(tx, campaign, { moved }) };
}

const idOf = ({ wish }: Move): string => wish.registration.id;

function countBy(seats: readonly { sitting: { id: string } }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sitting } of seats) counts.set(sitting.id, (counts.get(sitting.id) ?? 0) + 1);
  return counts;
}
