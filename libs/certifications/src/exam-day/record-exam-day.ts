import { Injectable } from '@nestjs/common';
import { PersonId, RegistrationId, SittingId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, hashOf, personsOf, type Tx } from '@takwin/platform/postgres';
import { command, Instant, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { type ExamDayFault, ExamDayKind, faultOf, IdentityShown, type ExamDayOutcomes } from './exam-day.js';
import { roomOf, type RoomThen, standingOf } from './exam-day.rows.js';
import { isRunBy } from './run-by.rows.js';
import { mightProctorOn } from '../sittings/find-free-proctors.js';
import { spend } from '../vouchers/voucher.writer.js';
import { writeDay } from '../booking/registration.writer.js';

/** Who runs an exam on its day: a trainer, where they proctor. */
export const INVIGILATORS = { ...MANAGERS, trainer: 'academy' } as const;

const NewRecord = z
  .strictObject({
    id: z.uuid().describe('The recorder’s own: the same record sent again is known by it'),
    kind: ExamDayKind,
    at: Instant.describe('When it happened, by the recorder’s clock'),
    registrationId: RegistrationId.optional().describe('Of whom; of nobody for proctor-present'),
    proctorId: PersonId.optional().describe('For proctor-present'),
    identity: IdentityShown.optional().describe('For admitted'),
    ndaAccepted: z.boolean().optional().describe('For admitted'),
    consent: z.boolean().optional().describe('For admitted: a parent’s, shown at the door'),
    reason: Text({ max: 1000 }).optional().describe('For interrupted and incident'),
  })
  .meta({ id: 'NewExamDayRecord' });
type NewRecord = z.output<typeof NewRecord>;

export const RecordExamDay = command(
  'RecordExamDay',
  INVIGILATORS,
  { sittingId: SittingId, records: z.array(NewRecord).min(1).max(500) },
  {
    summary: 'Record what happened in a sitting',
    description:
      'Records up to 500 facts of an exam day, at once or carried in later: the roll-call, starts, absences,' +
      ' incidents. The answer says for each what became of it.',
  },
);
export type RecordExamDay = z.output<typeof RecordExamDay>;

type Outcome = ExamDayOutcomes['outcomes'][number];

/** Who proctors there, or is of the region or the programme. */
const isWitness = ({ scope, personId = '' }: Actor, { proctors }: RoomThen): boolean =>
  scope === 'programme' || scope === 'region' || proctors.includes(personId);

@Injectable()
export class RecordExamDayHandler {
  constructor(private readonly db: Database) {}

  /**
   * An outcome per record, in the order given. They are taken in the order in which they happened, so that a bundle may come
   * late, in any order and more than once; one that cannot be is refused with its code and leaves the others alone. Nobody
   * records of themselves as a candidate, and nothing of days after that on which they left; a trainer records where they proctor, and of proctors their own presence.
   * Of an interruption, which lets an exam go on later, a centre's own word is not taken.
   */
  run(actor: Actor, { sittingId, records }: RecordExamDay): Promise<ExamDayOutcomes> {
    return this.db.asActor(actor, async (tx) => {
      const sitting = await tx.one(sql`
        select from sitting s where id = ${sittingId} and ${isRunBy(actor)} for no key update of s`);
      if (!sitting) throw new NotFound('sitting');
      const outcomes = new Map<NewRecord, Outcome>();
      for (const record of records.toSorted((a, b) => a.at.getTime() - b.at.getTime()))
        outcomes.set(record, await this.record(tx, sittingId, record));
      return { outcomes: records.map((record) => outcomes.get(record)!) };
    });
  }

  private async record(tx: Tx, sittingId: string, record: NewRecord): Promise<Outcome> {
    const { id, kind, registrationId = null, at: saidAt, ...details } = record;
    const hash = hashOf({ sittingId, ...record, at: saidAt.toISOString() });
    const known = await tx.one<{ content_hash: string }>(
      sql`select content_hash from exam_day_record where id = ${id}`,
    );
    if (known?.content_hash === hash) return { id, outcome: 'known', code: null };
    if (known) return { id, outcome: 'refused', code: 'RECORD_ID_REUSED' };
    const room = await roomOf(tx, sittingId, record.at);
    const fault = await this.fault(tx, sittingId, record, room);
    if (fault) return { id, outcome: 'refused', code: fault };
    // A clock that is a little fast tells of what happens now.
    const at = saidAt > tx.at ? tx.at : saidAt;
    const said = at === saidAt ? details : { ...details, saidAt };
    await tx.query(sql`
      insert into exam_day_record(id, sitting_id, registration_id, kind, happened_at, details, content_hash, proves,
        recorded_at, recorded_by)
      values (${id}, ${sittingId}, ${registrationId}, ${kind}, ${at}, ${JSON.stringify(said)}::jsonb, ${hash},
        ${await this.proves(tx, sittingId, record, room)}, ${tx.at}, ${tx.actor.subject})`);
    if (registrationId) await this.apply(tx, registrationId, { ...record, at });
    return { id, outcome: 'recorded', code: null };
  }

  private async fault(tx: Tx, sittingId: string, record: NewRecord, room: RoomThen): Promise<ExamDayFault | null> {
    if (room.state === 'cancelled') return 'SITTING_WAS_CANCELLED';
    const standing = record.registrationId ? await standingOf(tx, sittingId, record.registrationId) : null;
    if (record.registrationId && !standing) return 'NOT_IN_THIS_SITTING';
    const { role, personId } = tx.actor;
    if (standing && (await personsOf(tx)).has(standing.personId)) return 'RECORD_IS_YOUR_OWN';
    if (standing?.isErased) return 'PERSON_ERASED';
    if (await this.hasLeft(tx, record)) return 'PERSON_HAS_LEFT';
    if (role === 'trainer' && !room.proctors.includes(personId ?? '')) return 'NOT_A_PROCTOR_HERE';
    if (role === 'trainer' && record.proctorId && record.proctorId !== personId)
      return 'PRESENCE_IS_NOT_YOURS_TO_RECORD';
    if (record.kind === 'interrupted' && !isWitness(tx.actor, room)) return 'NOT_A_PROCTOR_HERE';
    if (record.kind === 'proctor-present' && !room.proctors.includes(record.proctorId ?? ''))
      return 'NOT_A_PROCTOR_HERE';
    return faultOf(record, standing, room, tx.at);
  }

  /** Whether a proctor who is said to be there, or the trainer who records, had left before that day. */
  private async hasLeft(tx: Tx, { kind, proctorId, at }: NewRecord): Promise<boolean> {
    const { role, personId } = tx.actor;
    const those = [kind === 'proctor-present' && proctorId, role === 'trainer' && personId].filter(Boolean);
    const gone = await tx.one(sql`
      select from person_copy where subject = any(${those}::text[]) and left_on < ${legalDayOf(at)} limit 1`);
    return gone !== undefined;
  }

  private async apply(tx: Tx, id: string, { kind, at, consent }: NewRecord): Promise<void> {
    switch (kind) {
      case 'admitted':
        return writeDay(tx, id, 'admit', at, consent);
      case 'began':
        await writeDay(tx, id, 'begin', at);
        await spend(tx, [id], 'used');
        return;
      case 'absent':
        await writeDay(tx, id, 'miss', at);
        await spend(tx, [id], 'forfeited');
        return;
      case 'interrupted':
        return writeDay(tx, id, 'interrupt', at);
      case 'resumed':
        return writeDay(tx, id, 'resume', at);
      case 'proctor-present':
      case 'incident':
        return;
    }
  }

  /**
   * Whether a result may rest on a record: on the presence of who may proctor on that day, or might before leaving, and on what somebody recorded who
   * proctors there or is of the region or the programme. A centre's own word proves nothing.
   */
  private async proves(tx: Tx, sittingId: string, { kind, proctorId }: NewRecord, room: RoomThen): Promise<boolean> {
    if (kind !== 'proctor-present') return isWitness(tx.actor, room);
    const able = await tx.one(sql`
      select from sitting s join trainer_copy t on t.subject = ${proctorId}
      where s.id = ${sittingId} and ${mightProctorOn('t', sql`left(s.wall_time, 10)::date`)}`);
    return able !== undefined;
  }
}
