import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandNotOneself } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { type ChargeState, ChargeStateForbids, type ChargeView } from './charge.js';
import { chargeLife } from './charge.life.js';
import { selectCharges } from './charge.rows.js';
import { endCharge } from './charge.writer.js';

const ENDERS = { 'programme-admin': 'programme' } as const;
const why = { id: z.uuid(), reason: Text({ max: 500 }) };

export const SettleCharge = command('SettleCharge', ENDERS, why, {
  summary: 'Settle a charge',
  description:
    'Says that a charge was paid, and by what. Refuses CHARGE_STATE_FORBIDS for one that is settled or waived.',
});
export type SettleCharge = z.output<typeof SettleCharge>;

export const WaiveCharge = command('WaiveCharge', ENDERS, why, {
  summary: 'Waive a charge',
  description: 'Lets a charge go unpaid, and says why. Refuses CHARGE_STATE_FORBIDS for one that is settled or waived.',
});
export type WaiveCharge = z.output<typeof WaiveCharge>;

@Injectable()
export class EndChargeHandler {
  constructor(private readonly db: Database) {}

  /** Refuses CHARGE_STATE_FORBIDS for what is settled or waived, and who it is of. */
  settle(actor: Actor, command: SettleCharge): Promise<ChargeView> {
    return this.end(actor, command, 'settle');
  }

  /** The same. */
  waive(actor: Actor, command: WaiveCharge): Promise<ChargeView> {
    return this.end(actor, command, 'waive');
  }

  private end(actor: Actor, { id, reason }: SettleCharge, step: 'settle' | 'waive'): Promise<ChargeView> {
    return this.db.asActor(actor, async (tx) => {
      const known = await tx.one<{ state: ChargeState; person_id: string }>(
        sql`select state, person_id from charge where id = ${id} for update`,
      );
      if (!known) throw new NotFound('charge');
      await demandNotOneself(tx, known.person_id);
      if (!chargeLife.allows(known.state, step))
        throw new ChargeStateForbids(known.state, chargeLife.transitions[step].to);
      await endCharge(tx, id, step, reason);
      return (await selectCharges(tx, sql`c.id = ${id}`))[0]!;
    });
  }
}
