import { Refusal } from '@takwin/platform/errors';
import { textOf } from '@takwin/platform/schema';
import { z } from 'zod';

export const ChargeState = z.enum(['booked', 'waived', 'settled']).meta({ id: 'ChargeState' });
export type ChargeState = z.output<typeof ChargeState>;

export const ChargePayer = z.enum(['candidate', 'academy']).meta({
  id: 'ChargePayer',
  description: 'candidate: the academy has it back from its candidate; academy: it does not',
});
export type ChargePayer = z.output<typeof ChargePayer>;

const ChargeEntry = z
  .object({
    state: ChargeState,
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
    entries: z.array(ChargeEntry).describe('The first first'),
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
