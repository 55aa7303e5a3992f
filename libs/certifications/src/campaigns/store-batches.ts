import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { suits } from './planner/candidate.js';
import { wishesOf, type KnownSitting, type Refused, type Wish } from './read-candidates.js';
import { consentIn, type RunningCampaign } from './campaign.rows.js';
import { advance } from './campaign.writer.js';
import { lockInOrder } from '../lock-in-order.js';
import { UNCHANGED } from '../booking/read-candidate-facts.js';
import { moveRegistrations, type NewRegistration, registerAll } from '../booking/registration.writer.js';
import { offerSeats } from '../booking/offer-seats.js';
import { claimSeats, releaseSeats } from '../sittings/sitting.writer.js';
import { seatsOf, takesOne } from '../sittings/sitting.js';
import { payOrWait } from '../vouchers/pay-or-wait.js';

export type Booking = { wish: Wish; sitting: KnownSitting };

/** A registration that is to change: to a sitting, or to none. */
export type CampaignMove = {
  wish: Wish & { registration: NonNullable<Wish['registration']> };
  sitting: KnownSitting | null;
};

/** How many candidates a step could not decide as planned, and the campaign's version after it: the next step's fence. */
export type Step = { lost: number; version: number };

/**
 * Books a batch in one transaction: the rules are judged again, seats are claimed sitting by sitting, registrations made under
 * the database's constraints, the seats of those whom these left out given back, and all of it announced.
 */
export async function bookSeats(tx: Tx, campaign: RunningCampaign, batch: readonly Booking[]): Promise<Step> {
  const stillSuits = await judgeAgain(tx, campaign, batch);
  const still = batch.filter(stillSuits);
  const left = await claimSeats(
    tx,
    still.map(({ sitting }) => sitting),
  );
  const claimed = still.filter(({ sitting }) => takesOne(left, sitting.id));
  const seats = claimed.map((booking) => seatOf(campaign, booking)).sort(inOrder);
  const { made, unpaid } = await registerAll(tx, 'booked', seats, { campaignId: campaign.id, pay: payOrWait });
  const unused = seatsOf(claimed.map(({ sitting }) => sitting.id));
  for (const { id, sittingId } of made) if (!unpaid.has(id)) unused.set(sittingId!, unused.get(sittingId!)! - 1);
  await releaseSeats(tx, unused);
  const version = await advance(tx, campaign, { booked: made.length - unpaid.size, waitlisted: unpaid.size });
  return { lost: batch.length - made.length, version };
}

/** Has its turn at these candidates, and tells whether the sitting that was planned for one still suits by what is known now. */
async function judgeAgain(
  tx: Tx,
  campaign: RunningCampaign,
  planned: readonly { wish: Wish }[],
): Promise<(booking: Booking) => boolean> {
  const persons = [...new Set(planned.map(({ wish }) => wish.candidate.personId))];
  await lockInOrder(tx, 'person', persons);
  const { wishes } = await wishesOf(tx, campaign, persons, UNCHANGED);
  const now = new Map(wishes.map(({ candidate }) => [candidate.id, candidate]));
  return ({ wish, sitting }) => {
    const candidate = now.get(wish.candidate.id);
    return candidate !== undefined && suits(candidate, sitting);
  };
}

function seatOf(campaign: RunningCampaign, { wish, sitting }: Booking): NewRegistration {
  const { candidate, academyId, region } = wish;
  const { personId, exam } = candidate;
  const seat = { sittingId: sitting.id, from: new Date(sitting.from), to: new Date(sitting.to) };
  return { personId, examCode: exam.code, academyId, region, ...windowOf(campaign, personId), ...seat };
}

// One order for all campaigns, so that two that want the same persons do not lock each other out.
const inOrder = (a: NewRegistration, b: NewRegistration): number =>
  a.personId === b.personId ? (a.examCode < b.examCode ? -1 : 1) : a.personId < b.personId ? -1 : 1;

const windowOf = (campaign: RunningCampaign, personId: string) => ({
  ...{ earliest: campaign.earliest, latest: campaign.latest },
  ...consentIn(campaign, personId),
});

/** Registers a batch without seats in one transaction, as refused or waitlisted. */
export async function registerUnseated(
  tx: Tx,
  campaign: RunningCampaign,
  state: 'refused' | 'waitlisted',
  batch: readonly Refused[],
): Promise<Step> {
  const those = batch.map((one) => ({ ...one, ...windowOf(campaign, one.personId) })).sort(inOrder);
  const { made } = await registerAll(tx, state, those, { campaignId: campaign.id });
  return { lost: batch.length - made.length, version: await advance(tx, campaign, { [state]: made.length }) };
}

/** Somebody else has taken a seat or changed a registration that a plan counted on: nothing of it may be written. */
export class PlanIsStale extends Error {}

/**
 * Carries out the moves of a campaign that is planned anew, all or none: seats are given up, then claimed, so that candidates
 * can change places. Throws PlanIsStale where a seat or a registration is no longer as it was, or a sitting no longer suits.
 */
export async function moveSeats(tx: Tx, campaign: RunningCampaign, all: readonly CampaignMove[]): Promise<Step> {
  const moves = all.filter(({ wish: { registration }, sitting }) => (sitting?.id ?? null) !== registration.sittingId);
  const leaving = seatsOf(moves.flatMap(({ wish: { registration } }) => registration.sittingId ?? []));
  const coming = moves.flatMap(({ sitting }) => sitting ?? []);
  const arriving = seatsOf(coming.map(({ id }) => id));
  const stillSuits = await judgeAgain(tx, campaign, moves);
  if (!moves.every(({ wish, sitting }) => !sitting || stillSuits({ wish, sitting }))) throw new PlanIsStale();
  await lockSittings(tx, [...leaving.keys(), ...arriving.keys()]);
  await releaseSeats(tx, leaving);
  const got = await claimSeats(tx, coming);
  if ([...arriving].some(([id, count]) => got.get(id) !== count)) throw new PlanIsStale();
  const targets = moves.map(({ wish: { registration }, sitting }) => ({ ...registration, sitting }));
  const { moved, unpaid } = await moveRegistrations(tx, targets, 'CAMPAIGN_WAS_REPLANNED', payOrWait);
  if (moved < moves.length) throw new PlanIsStale();
  await releaseSeats(
    tx,
    seatsOf(targets.flatMap(({ id, sitting }) => (sitting && unpaid.has(id) ? [sitting.id] : []))),
  );
  // Who waits may have the seats that were left; the sweeper of such offers wakes their worker.
  await offerSeats(tx, [...leaving.keys()]);
  const reseated = targets.filter(({ id, state, sitting }) => state === 'booked' && sitting && !unpaid.has(id));
  return { lost: 0, version: await advance(tx, campaign, { moved: reseated.length }) };
}

/** Locks sittings in the order in which all do so. */
const lockSittings = (tx: Tx, ids: readonly string[]): Promise<unknown[]> =>
  tx.query(sql`select from sitting where id = any(${ids}::uuid[]) order by id for update`);
