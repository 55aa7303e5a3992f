import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandNotOneself, refusing, type Tx } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { INVIGILATORS } from './record-exam-day.js';
import { isWatched } from './exam-day.js';
import { roomOf, standingOf, stands } from './exam-day.rows.js';
import {
  demandMayRevoke,
  type ExamDayRecordView,
  RecordIsReliedOn,
  RecordIsRevoked,
  wayBack,
} from './exam-day-record.js';
import { selectExamDayRecords } from './exam-day-record.rows.js';
import { SEAT_CONSTRAINTS } from '../booking/seat-constraints.js';
import { AlreadyRegistered } from '../booking/registration.js';
import { writeDay } from '../booking/registration.writer.js';
import { lockInOrder } from '../lock-in-order.js';
import type { SittingView } from '../sittings/sitting.js';
import { restore } from '../vouchers/voucher.writer.js';
import { isRunBy } from './run-by.rows.js';

export const RevokeExamDayRecord = command(
  'RevokeExamDayRecord',
  INVIGILATORS,
  { id: z.uuid().describe('The record’s'), reason: Text({ max: 1000 }) },
  {
    summary: 'Take an exam-day record back',
    description:
      'Takes back what was recorded wrongly of a day, the latest first. The record stays, with who took it back' +
      ' and why. What a proctor recorded is taken back by the region or the programme, or by who recorded it within ten' +
      ' minutes: RECORD_NEEDS_ANOTHER.',
  },
);
export type RevokeExamDayRecord = z.output<typeof RevokeExamDayRecord>;

@Injectable()
export class RevokeExamDayRecordHandler {
  constructor(private readonly db: Database) {}

  /**
   * The candidate stands where they stood before, and the voucher that was spent pays again; what is right is recorded anew.
   * Refuses RECORD_NEEDS_ANOTHER, RECORD_IS_REVOKED, RECORD_IS_RELIED_ON, NOT_IN_THIS_SITTING, and for an absence ALREADY_REGISTERED and
   * CANDIDATE_IS_TAKEN.
   */
  run(actor: Actor, { id, reason }: RevokeExamDayRecord): Promise<ExamDayRecordView> {
    return this.db.asActor(actor, async (tx) => {
      const { record, state, proves } = await this.lock(tx, id);
      demandMayRevoke(actor, record, proves, tx.at);
      if (record.revokedAt) throw new RecordIsRevoked();
      // Candidates were seated anew, or are to go on elsewhere, by what was recorded of them.
      if (state === 'cancelled' && record.registrationId && record.kind !== 'incident') throw new RecordIsReliedOn();
      await this.undo(tx, record);
      await tx.query(sql`
        insert into exam_day_revocation(record_id, reason, revoked_at, revoked_by)
        values (${id}, ${reason}, ${tx.at}, ${tx.actor.subject})`);
      if (record.kind === 'proctor-present') await this.demandWatched(tx, record.sittingId);
      return (await selectExamDayRecords(tx, sql`d.id = ${id}`))[0]!;
    });
  }

  private async lock(
    tx: Tx,
    id: string,
  ): Promise<{ record: ExamDayRecordView; state: SittingView['state']; proves: boolean }> {
    const seen = await tx.one<{ sitting_id: string; person_id: string | null; proves: boolean }>(sql`
      select d.sitting_id, r.person_id, d.proves from exam_day_record d join sitting s on s.id = d.sitting_id
      left join registration r on r.id = d.registration_id where d.id = ${id} and ${isRunBy(tx.actor)}`);
    if (!seen) throw new NotFound('exam-day record');
    if (seen.person_id) await demandNotOneself(tx, seen.person_id);
    if (seen.person_id) await lockInOrder(tx, 'person', [seen.person_id]);
    const sitting = await tx.one<{ state: SittingView['state'] }>(
      sql`select state from sitting where id = ${seen.sitting_id} for no key update`,
    );
    return {
      record: (await selectExamDayRecords(tx, sql`d.id = ${id}`))[0]!,
      state: sitting!.state,
      proves: seen.proves,
    };
  }

  private async undo(tx: Tx, { kind, sittingId, registrationId, ...record }: ExamDayRecordView): Promise<void> {
    if (kind === 'proctor-present' || kind === 'incident' || !registrationId) return;
    const at = new Date(record.at);
    const transition = wayBack(kind, at, await standingOf(tx, sittingId, registrationId));
    const before = kind === 'resumed' ? await this.interruption(tx, registrationId) : at;
    await refusing(writeDay(tx, registrationId, transition, before, record.consent ?? false), {
      registration_active: () => new AlreadyRegistered(),
      ...SEAT_CONSTRAINTS,
    });
    if (kind === 'began' || kind === 'absent') await restore(tx, registrationId);
  }

  private async interruption(tx: Tx, registrationId: string): Promise<Date> {
    const last = await tx.one<{ at: Date }>(sql`
      select max(d.happened_at) as at from exam_day_record d
      where d.registration_id = ${registrationId} and d.kind = 'interrupted' and ${stands}`);
    return last!.at;
  }

  // Whoever began was watched: without the presence that was taken back, too.
  private async demandWatched(tx: Tx, sittingId: string): Promise<void> {
    const begun = await tx.query<{ at: Date }>(sql`
      select distinct d.happened_at as at from exam_day_record d
      where d.sitting_id = ${sittingId} and d.kind = 'began' and ${stands}`);
    for (const { at } of begun) if (!isWatched(await roomOf(tx, sittingId, at))) throw new RecordIsReliedOn();
  }
}
