import { Injectable } from '@nestjs/common';
import { ExamCode, PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { covers, Database, demandNotOneself, type Tx, within } from '@takwin/platform/postgres';
import { command, DocumentReference } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import {
  AccommodationIsEmpty,
  AccommodationIsGranted,
  AccommodationStateForbids,
  Extra,
  type AccommodationView,
} from './accommodation.js';
import { selectAccommodations } from './accommodation.rows.js';
import { grant, revoke } from './accommodation.writer.js';
import { extraMinutesOf } from './find-extra-minutes.js';
import { PersonNotActive, PersonUnknown } from '../booking/registration.js';
import { withdrawSeats } from '../booking/withdraw-registrations.js';
import { lockInOrder } from '../lock-in-order.js';
import { ExamUnknown } from '../sittings/sitting.js';

const GRANTORS = { 'programme-admin': 'programme', 'regional-director': 'region' } as const;

export const GrantAccommodation = command(
  'GrantAccommodation',
  GRANTORS,
  {
    personId: PersonId,
    examCode: ExamCode.optional().describe('For this exam only; for all where absent'),
    ...Extra,
    reader: z.boolean().default(false).describe('Somebody reads the exam to the candidate'),
    accessibleWorkstation: z.boolean().default(false).describe('The candidate sits at one that is accessible'),
    document: DocumentReference({ max: 100 }).describe(
      'Where the document is kept, as a file number: never what it says',
    ),
  },
  {
    summary: 'Grant a person an accommodation',
    description:
      'Grants a person more time, a reader or an accessible workstation, for one exam or for all. Seats to come' +
      ' that do not do are asked for anew. Never by the person.',
    shown: ['extraMinutes'],
  },
);
export type GrantAccommodation = z.output<typeof GrantAccommodation>;

export const RevokeAccommodation = command(
  'RevokeAccommodation',
  GRANTORS,
  { id: z.uuid() },
  {
    summary: 'Revoke an accommodation',
    description: 'Takes back what a person was granted, for the exams that are to come.',
  },
);
export type RevokeAccommodation = z.output<typeof RevokeAccommodation>;

@Injectable()
export class GrantAccommodationHandler {
  constructor(private readonly db: Database) {}

  /**
   * Of several, the one that gives most counts. Refuses what grants nothing, an unknown person, oneself, one who has left, an unknown exam, and
   * as ACCOMMODATION_IS_GRANTED the very same: it would outlive the one that is revoked.
   */
  grant(actor: Actor, command: GrantAccommodation): Promise<AccommodationView> {
    const { personId, examCode, extraMinutes, extraPercent, reader, accessibleWorkstation } = command;
    if (extraMinutes === 0 && extraPercent === 0 && !reader && !accessibleWorkstation) throw new AccommodationIsEmpty();
    return this.db.asActor(actor, async (tx) => {
      await lockInOrder(tx, 'person', [personId]);
      const person = await tx.one<{ academy_id: string; region: string; active: boolean }>(
        sql`select academy_id::text, region, active from person_copy where subject = ${personId}`,
      );
      if (!person || !covers(actor, { region: person.region, academy: person.academy_id })) throw new PersonUnknown();
      await demandNotOneself(tx, personId);
      if (!person.active) throw new PersonNotActive();
      if (examCode && !(await tx.one(sql`select from exam where code = ${examCode}`))) throw new ExamUnknown(examCode);
      const same = await findSame(tx, command);
      if (same) throw new AccommodationIsGranted(same);
      const id = await grant(tx, command);
      await withdrawSeats(tx, await tooShort(tx, personId), 'EXAM_DOES_NOT_FIT');
      if (accessibleWorkstation) await withdrawSeats(tx, await inaccessible(tx, personId), 'NO_ACCESSIBLE_WORKSTATION');
      return (await selectAccommodations(tx, sql`a.id = ${id}`))[0]!;
    });
  }

  /** Seats that were booked with it stay as they are. Refuses ACCOMMODATION_STATE_FORBIDS for what is revoked already. */
  revoke(actor: Actor, { id }: RevokeAccommodation): Promise<AccommodationView> {
    return this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`p.region`, academy: sql`p.academy_id` });
      const [known] = await selectAccommodations(tx, sql`a.id = ${id} and ${mine}`);
      if (!known) throw new NotFound('accommodation');
      await demandNotOneself(tx, known.personId);
      await lockInOrder(tx, 'person', [known.personId]);
      if (!(await revoke(tx, id))) throw new AccommodationStateForbids('revoked', 'revoked');
      return (await selectAccommodations(tx, sql`a.id = ${id}`))[0]!;
    });
  }
}

/** The accommodation in force that gives the very same for the same exams, if there is one; the person is locked. */
async function findSame(tx: Tx, command: GrantAccommodation): Promise<string | undefined> {
  const { personId, examCode = null, extraMinutes, extraPercent, reader, accessibleWorkstation } = command;
  const same = await tx.one<{ id: string }>(sql`
    select id from accommodation where person_id = ${personId} and state = 'granted'
      and exam_code is not distinct from ${examCode}::text
      and (extra_minutes, extra_percent, reader, accessible_workstation)
        = (${extraMinutes}::int, ${extraPercent}::int, ${reader}::boolean, ${accessibleWorkstation}::boolean)`);
  return same?.id;
}

/** Seats to come of a person in sittings that are shorter than the exam takes with what is granted. */
const tooShort = (tx: Tx, personId: string): Promise<{ id: string; sittingId: string }[]> =>
  tx.query(sql`
    select r.id, r.sitting_id as "sittingId" from registration r join sitting s on s.id = r.sitting_id
    join exam e on e.code = r.exam_code
    where r.person_id = ${personId} and r.state = 'booked' and s.starts_at > ${tx.at}
      and s.minutes < e.minutes + e.administration_minutes + ${extraMinutesOf(sql`r.person_id`)}`);

/** Seats to come of a person for whom the sitting has no accessible workstation left; its row is locked: others are granted one, too. */
async function inaccessible(tx: Tx, personId: string): Promise<{ id: string; sittingId: string }[]> {
  const toCome = sql`r.person_id = ${personId} and r.state = 'booked' and lower(r.during) > ${tx.at}`;
  await tx.query(sql`
    select from sitting where id in (select r.sitting_id from registration r where ${toCome}) order by id for no key update`);
  return tx.query(sql`
    select r.id, r.sitting_id as "sittingId" from registration r
    left join sitting s on s.id = r.sitting_id left join room_hours h on h.room_id = s.room_id
    where ${toCome} and needs_accessible(r.person_id, r.exam_code)
      and (coalesce(h.accessible, 0) = 0 or accessible_left(r.sitting_id) < 0)`);
}
