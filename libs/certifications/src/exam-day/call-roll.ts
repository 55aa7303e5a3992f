import { Injectable } from '@nestjs/common';
import { SittingId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import type { Granted } from '../accommodations/accommodation.js';
import { grantedIn } from '../accommodations/find-extra-minutes.js';
import type { RollCallView } from './exam-day.js';
import { rollCall } from './exam-day.rows.js';
import { isRunBy } from './run-by.rows.js';
import { isSittingThere } from '../told-of-prisons.js';
import { INVIGILATORS } from './record-exam-day.js';

export const CallRoll = query(
  'CallRoll',
  { ...INVIGILATORS, auditor: 'programme' },
  { sittingId: SittingId },
  {
    summary: 'Call the roll of a sitting',
    description:
      'Answers who is expected in a sitting and who came, with its proctors and incidents, for whoever runs it:' +
      ' to them it says what each candidate was granted, too.',
  },
);
export type CallRoll = z.output<typeof CallRoll>;

@Injectable()
export class CallRollHandler {
  constructor(private readonly db: Database) {}

  run(actor: Actor, { sittingId }: CallRoll): Promise<RollCallView> {
    return this.db.readAs(actor, async (tx) => {
      const sitting = await tx.one<{ starts_at: Date }>(
        sql`select starts_at from sitting s where id = ${sittingId} and ${isRunBy(actor)} and ${isSittingThere(actor)}`,
      );
      if (!sitting) throw new NotFound('sitting');
      // Who runs the exam needs to know what its candidates are granted; auditors and machines do not.
      const isShown = actor.role !== 'auditor' && actor.role !== 'integrator';
      const granted = isShown ? await grantedIn(tx, sittingId) : new Map<string, Granted>();
      return rollCall(tx, sittingId, sitting.starts_at, granted);
    });
  }
}
