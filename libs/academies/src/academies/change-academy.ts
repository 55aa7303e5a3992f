import { Injectable } from '@nestjs/common';
import { AcademyId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database } from '@takwin/platform/postgres';
import { command, LocalDate, Text } from '@takwin/platform/schema';
import type { z } from 'zod';
import { type Academy, AcademyProfile, type AcademyView, bilingual } from './academy.js';
import type { AcademyEvent } from './academy.life.js';
import { changeAcademy } from './academy.writer.js';
import { NewName } from './register-academy.js';
import { ACCREDITORS } from '../rules.js';

export const ChangeAcademy = command(
  'ChangeAcademy',
  MANAGERS,
  {
    id: AcademyId,
    name: NewName.optional(),
    profile: AcademyProfile.optional(),
    city: Text({ max: 100 }).optional(),
    membershipUntil: LocalDate.nullish(),
  },
  'Changes what is given; what is absent stays',
);
export type ChangeAcademy = z.output<typeof ChangeAcademy>;

export const AccreditAcademy = command(
  'AccreditAcademy',
  ACCREDITORS,
  { id: AcademyId, on: LocalDate.optional().describe('Today when absent') },
  'Makes a candidate an academy of the programme',
);
export type AccreditAcademy = z.output<typeof AccreditAcademy>;
export const SuspendAcademy = command('SuspendAcademy', ACCREDITORS, { id: AcademyId });
export type SuspendAcademy = z.output<typeof SuspendAcademy>;
export const ReinstateAcademy = command('ReinstateAcademy', ACCREDITORS, { id: AcademyId });
export type ReinstateAcademy = z.output<typeof ReinstateAcademy>;
export const CloseAcademy = command('CloseAcademy', ACCREDITORS, { id: AcademyId });
export type CloseAcademy = z.output<typeof CloseAcademy>;

@Injectable()
export class ChangeAcademyHandler {
  constructor(private readonly db: Database) {}

  /** With If-Match, refuses VERSION_MISMATCH where someone else changed the academy in between. */
  change(actor: Actor, { id, name, ...to }: ChangeAcademy): Promise<AcademyView> {
    return this.write(actor, id, (academy) => academy.change({ ...to, name: name && bilingual(name) }));
  }

  accredit(actor: Actor, { id, on }: AccreditAcademy): Promise<AcademyView> {
    return this.write(actor, id, (academy, today) => academy.accredit(on ?? today));
  }

  suspend(actor: Actor, { id }: SuspendAcademy): Promise<AcademyView> {
    return this.write(actor, id, (academy) => academy.suspend());
  }

  reinstate(actor: Actor, { id }: ReinstateAcademy): Promise<AcademyView> {
    return this.write(actor, id, (academy) => academy.reinstate());
  }

  close(actor: Actor, { id }: CloseAcademy): Promise<AcademyView> {
    return this.write(actor, id, (academy) => academy.close());
  }

  private write(
    actor: Actor,
    id: string,
    decide: (academy: Academy, today: string) => AcademyEvent,
  ): Promise<AcademyView> {
    return this.db.asActor(actor, (tx) => changeAcademy(tx, id, (academy) => decide(academy, legalDayOf(tx.at))));
  }
}
