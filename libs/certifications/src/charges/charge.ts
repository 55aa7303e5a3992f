import { Refusal } from '@takwin/platform/errors';
import { codeList, textOf } from '@takwin/platform/schema';
import { z } from 'zod';

export const ChargeState = codeList('ChargeState', 'Where a charge stands', {
  booked: 'Due: neither paid nor waived',
  waived: 'Need not be paid: somebody decided so',
  settled: 'Paid',
});
export type ChargeState = z.output<typeof ChargeState>;

export const ChargePayer = codeList('ChargePayer', 'Who bears a charge in the end', {
  candidate: 'The academy has it back from its candidate, whose own wish it was',
  academy: 'The academy bears it',
});
export type ChargePayer = z.output<typeof ChargePayer>;

const ChargeEntry = z
  .object({
    state: ChargeState.describe('Where the charge stood after it'),
    at: z.iso.datetime(),
    by: z.string(),
    reason: z.string(),
    reasonText: textOf('reason'),
  })
  .meta({ id: 'ChargeEntry', description: 'What became of a charge, when, by whom and why' });

export const ChargeView = z
  .object({
    id: z.uuid(),
    registrationId: z.uuid(),
    personId: z.uuid(),
    academyId: z.uuid(),
    region: z.string(),
    dirhams: z.int(),
    payer: ChargePayer,
    state: ChargeState,
    entries: z.array(ChargeEntry).describe('In the order in which it happened'),
    version: z.int(),
  })
  .meta({ id: 'Charge', description: 'What a late cancellation costs the academy of its candidate' });
export type ChargeView = z.output<typeof ChargeView>;

const ChargeBalance = z.object({ academyId: z.uuid(), due: z.int(), settled: z.int(), waived: z.int() }).meta({
  id: 'ChargeBalance',
  description: 'An academy’s charges in dirhams; due is what is neither settled nor waived',
});
export const ChargeBalances = z.object({ items: z.array(ChargeBalance) }).meta({ id: 'ChargeBalances' });
export type ChargeBalances = z.output<typeof ChargeBalances>;

export class ChargeStateForbids extends Refusal {
  constructor(from: ChargeState, to: ChargeState) {
    super('CHARGE_STATE_FORBIDS', { extra: { from, to } });
  }
}
