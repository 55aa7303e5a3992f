import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { spend } from './voucher.writer.js';

export const BEGUN_QUEUE = 'voucher-starts';

const system = systemActor('exam-scheduler');

/** Voids vouchers as their exams start, whether or not anybody records the day (Certiport, voucher terms: one attempt). */
@Injectable()
export class VoidBegunVouchersHandler {
  constructor(private readonly db: Database) {}

  /** Uses the vouchers of these registrations up, which have begun: see `waiting`. */
  run(registrationIds: readonly string[]): Promise<void> {
    return this.db.asActor(system, async (tx) => {
      const begun = await tx.query<{ id: string }>(sql`
        select id from registration where id = any(${registrationIds}::uuid[]) and state = 'booked'
          and lower(during) <= ${tx.at} order by id for update`);
      await spend(
        tx,
        begun.map(({ id }) => id),
        'used',
      );
    });
  }

  /** Registrations that have begun, of which nobody said so, and whose vouchers are not void yet. */
  waiting(limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select r.id from voucher v join registration r on r.id = v.registration_id
        where v.state = 'assigned' and r.state = 'booked' and lower(r.during) <= ${tx.at}
        order by lower(r.during), r.id limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }
}
