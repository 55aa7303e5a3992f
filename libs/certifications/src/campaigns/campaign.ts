import { Refusal } from '@takwin/platform/errors';
import { codeList, Distinct } from '@takwin/platform/schema';
import { z } from 'zod';

export const CampaignState = codeList('CampaignState', 'Where a campaign stands', {
  accepted: 'Taken in: no worker has begun yet',
  booking: 'A worker plans and books',
  done: 'Finished: everybody has a seat, waits or was refused',
  cancelled: 'Stopped before its end: the seats that it gave stay',
});
export type CampaignState = z.output<typeof CampaignState>;

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'an hour and minutes, such as 09:30')
  .meta({ maxLength: 5, examples: ['09:30'] });

/** How a campaign may open sittings; times are those that clocks in Morocco show. */
export const OpeningRules = z
  .strictObject({
    minutes: z.int().min(15).max(600).describe('How long each sitting is'),
    opensAt: TimeOfDay.default('08:30').describe('When the first of a day starts'),
    closesAt: TimeOfDay.default('16:30').describe('By when the last of a day is over'),
    weekdays: Distinct(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5]).describe('1 is Monday'),
    sittingsADay: z.int().min(1).max(8).default(2).describe('How many sittings of a day one proctor watches'),
  })
  .meta({
    id: 'CampaignOpening',
    description:
      'Opens sittings where open hours, rooms and proctors of academies allow: as few as the candidates need',
  });
export type OpeningRules = z.output<typeof OpeningRules>;

export const CampaignView = z
  .object({
    id: z.uuid(),
    examCodes: z.array(z.string()),
    earliest: z.iso.datetime(),
    latest: z.iso.datetime(),
    dryRun: z.boolean().describe('Only planned: nothing was booked'),
    state: CampaignState,
    requested: z.int().describe('Places asked for: a person and an exam each'),
    booked: z
      .int()
      .describe(
        'Whom it has given a seat so far, whatever became of it since: bookings that were cancelled stay counted',
      ),
    waitlisted: z.int().describe('Who has got none, though no rule forbids it: who gave up waiting stays counted'),
    refused: z.int(),
    opened: z.int().describe('Sittings that are opened for it, or would be by a dry run'),
    moved: z.int().describe('Who was given another sitting when it was planned anew'),
    gap: z
      .number()
      .nullable()
      .describe(
        'How much the plan costs above what no plan can cost less than: 0 is proven best; null before it is planned',
      ),
    steps: z.int().nullable().describe('Distance of all: 0 the own academy, 1 the province, 2 the region, 3 beyond'),
    days: z.int().nullable().describe('Days of waiting of all, from the earliest on'),
    progress: z.number().describe('0 to 1'),
    acceptedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    version: z.int(),
  })
  .meta({ id: 'Campaign', description: 'Many registrations that are scheduled at once' });
export type CampaignView = z.output<typeof CampaignView>;

export const CampaignSeatsView = z
  .object({
    sittingId: z.uuid(),
    startsAt: z.iso.datetime(),
    academyId: z.uuid().describe('Where the sitting is'),
    examCode: z.string(),
    candidates: z.int(),
  })
  .meta({ id: 'CampaignSeats', description: 'How many candidates a campaign gives seats in a sitting for an exam' });
export type CampaignSeatsView = z.output<typeof CampaignSeatsView>;

export const CampaignOpeningView = z
  .object({
    sittingId: z.uuid().nullable().describe('Null in a dry run, which opens nothing'),
    academyId: z.uuid(),
    roomId: z.uuid(),
    startsAt: z.iso.datetime(),
    minutes: z.int(),
    seats: z.int(),
    proctors: z.int(),
    candidates: z.int(),
  })
  .meta({ id: 'CampaignOpenedSitting', description: 'A sitting that a campaign opens, and how many it seats there' });
export type CampaignOpeningView = z.output<typeof CampaignOpeningView>;

export class CampaignIsEmpty extends Refusal {
  constructor() {
    super('CAMPAIGN_IS_EMPTY', { status: 422 });
  }
}

export class CampaignStateForbids extends Refusal {
  constructor(from: CampaignState, to: CampaignState) {
    super('CAMPAIGN_STATE_FORBIDS', { extra: { from, to } });
  }
}

export class DryRunBooksNobody extends Refusal {
  constructor() {
    super('CAMPAIGN_IS_A_DRY_RUN');
  }
}
