import { Injectable } from '@nestjs/common';
import type { Membership } from '@takwin/contracts/convention';
import { PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { covers, Database, type Tx, within } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { ExamFamily } from '../exams/exam.js';
import { UNCHANGED } from '../booking/read-candidate-facts.js';
import { PersonNotActive, PersonUnknown } from '../booking/registration.js';
import { BOOKING_QUEUE } from '../booking/schedule-registrations.js';
import { demandMembership, MEMBERSHIP } from '../membership.js';
import { selectVouchers } from './voucher.rows.js';
import { demandFamily } from './read-family.js';
import { voucherLife } from './voucher.life.js';
import { assign, demandNone } from './voucher.writer.js';
import { giveBackVouchers } from './give-back-vouchers.js';
import {
  accountOf,
  NoVoucher,
  VoucherIsBooked,
  VoucherIsVoid,
  VoucherOfAnotherAcademy,
  type VoucherView,
} from './voucher.js';

export const AssignVoucher = command(
  'AssignVoucher',
  MANAGERS,
  {
    personId: PersonId,
    family: ExamFamily,
    lotId: z.uuid().optional().describe('Of this lot; else of the one that expires soonest'),
  },
  {
    summary: 'Assign a voucher to a person',
    description:
      'Gives an active person a voucher of the own academy, which has to be in the programme today: from then' +
      ' on nobody else may use it. Else PERSON_NOT_ACTIVE, ACADEMY_NOT_ACCREDITED or MEMBERSHIP_NOT_IN_FORCE;' +
      ' PERSON_HAS_VOUCHER where the person has another of the family that is not booked with.',
  },
);
export type AssignVoucher = z.output<typeof AssignVoucher>;

export const ReturnVoucher = command(
  'ReturnVoucher',
  MANAGERS,
  { id: z.uuid() },
  {
    summary: 'Return a voucher to the academy',
    description: 'Gives a voucher that nobody has booked with back to the academy that assigned it.',
  },
);
export type ReturnVoucher = z.output<typeof ReturnVoucher>;

@Injectable()
export class AssignVoucherHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Refuses PERSON_NOT_ACTIVE for who has left, PERSON_HAS_VOUCHER, NO_VOUCHER where the academy has none that is valid,
   * VOUCHER_OF_ANOTHER_ACADEMY for a lot that others have, FAMILY_IS_RETIRED, and an academy that is not in the programme today. Who leaves meanwhile
   * leaves before or after: what was given before goes back then.
   */
  assign(actor: Actor, command: AssignVoucher): Promise<VoucherView> {
    return this.db.asActor(actor, async (tx) => {
      const { personId, family, lotId } = command;
      const person = await tx.one<Membership & { academy_id: string; region: string; active: boolean }>(sql`
        select p.academy_id::text, p.region, p.active, ${MEMBERSHIP}
        from person_copy p left join academy_copy a on a.subject = p.academy_id::text where p.subject = ${personId} ${UNCHANGED}`);
      if (!person || !covers(actor, { region: person.region, academy: person.academy_id })) throw new PersonUnknown();
      if (!person.active) throw new PersonNotActive();
      demandMembership(person, legalDayOf(tx.at));
      await demandNone(tx, personId, family);
      await demandFamily(tx, family);
      const lot = await this.soonest(tx, person.academy_id, family, lotId);
      const { academy_id: academyId, region } = person;
      const id = await assign(tx, { lotId: lot, academyId, region, personId });
      return (await selectVouchers(tx, sql`v.id = ${id}`))[0]!;
    });
  }

  /** Refuses VOUCHER_IS_BOOKED and VOUCHER_IS_VOID. Whoever waits for a voucher at the academy is asked for again. */
  async giveBack(actor: Actor, { id }: ReturnVoucher): Promise<VoucherView> {
    const { voucher, asked } = await this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`region`, academy: sql`academy_id` });
      const known = await tx.one<{ state: VoucherView['state']; registration_id: string | null }>(
        sql`select state, registration_id from voucher where id = ${id} and ${mine} for update`,
      );
      if (!known) throw new NotFound('voucher');
      if (!voucherLife.allows(known.state, 'giveBack')) throw new VoucherIsVoid(known.state);
      if (known.registration_id !== null) throw new VoucherIsBooked();
      const asked = await giveBackVouchers(tx, sql`v.id = ${id}`);
      return { voucher: (await selectVouchers(tx, sql`v.id = ${id}`))[0]!, asked };
    });
    if (asked.length > 0) await this.queues.wake(BOOKING_QUEUE, { ids: asked });
    return voucher;
  }

  private async soonest(tx: Tx, academyId: string, family: string, lotId?: string): Promise<string> {
    const found = await tx.one<{ lot_id: string }>(sql`
      select b.lot_id from voucher_balance b join voucher_lot l on l.id = b.lot_id
      where b.account = ${accountOf(academyId, 'stock')} and b.vouchers > 0 and l.family = ${family}
        and l.expires_at > ${tx.at} and ${lotId ? sql`l.id = ${lotId}` : sql`true`}
      order by l.expires_at, l.id limit 1 for update of b`);
    if (found) return found.lot_id;
    const ofOthers =
      lotId &&
      (await tx.one(sql`select from voucher_balance where lot_id = ${lotId} and vouchers > 0
      and account like 'stock:%' and account <> ${accountOf(academyId, 'stock')}`));
    throw ofOthers ? new VoucherOfAnotherAcademy() : new NoVoucher();
  }
}
