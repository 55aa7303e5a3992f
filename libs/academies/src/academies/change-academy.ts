import { Injectable } from '@nestjs/common';
import { academy } from '@takwin/contracts/events/academies';
import { AcademyId } from '@takwin/contracts/ids';
import type { TypeOf } from '@takwin/contracts/published';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, type Tx, within } from '@takwin/platform/postgres';
import { command, LocalDate, Text } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import {
  AcademyProfile,
  AcademyStateForbids,
  demandTransition,
  type AcademyState,
  type AcademyView,
} from './academy.js';
import { searchNames } from './fold-name.js';
import { selectAcademies } from './academy.rows.js';
import { announceAcademies } from './announce-academies.js';
import { NewName } from './register-academy.js';
import { ACCREDITORS, MANAGERS } from '../rules.js';

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
  change(actor: Actor, { id, name, profile, city, membershipUntil }: ChangeAcademy): Promise<AcademyView> {
    return this.db.asActor(actor, async (tx) => {
      const known = await this.lock(tx, id);
      const to = {
        ...known,
        name: name ? { fr: name.fr, ar: name.ar ?? null } : known.name,
        profile: profile ?? known.profile,
        city: city ?? known.city,
        membershipUntil: membershipUntil === undefined ? known.membershipUntil : membershipUntil,
      };
      return this.write(tx, id, 'AcademyChanged', [
        sql`name_fr = ${to.name.fr}`,
        sql`name_ar = ${to.name.ar}`,
        sql`profile = ${to.profile}`,
        sql`city = ${to.city}`,
        sql`membership_until = ${to.membershipUntil}`,
        sql`names = ${searchNames(to)}`,
      ]);
    });
  }

  accredit(actor: Actor, { id, on }: AccreditAcademy): Promise<AcademyView> {
    return this.step(actor, id, 'accredited', 'AcademyAccredited', ['candidate'], on);
  }

  suspend(actor: Actor, { id }: SuspendAcademy): Promise<AcademyView> {
    return this.step(actor, id, 'suspended', 'AcademySuspended');
  }

  reinstate(actor: Actor, { id }: ReinstateAcademy): Promise<AcademyView> {
    return this.step(actor, id, 'accredited', 'AcademyReinstated', ['suspended']);
  }

  close(actor: Actor, { id }: CloseAcademy): Promise<AcademyView> {
    return this.step(actor, id, 'closed', 'AcademyClosed');
  }

  /** Takes a step of the life cycle; refuses ACADEMY_STATE_FORBIDS. A step taken already is refused like any other. */
  private step(
    actor: Actor,
    id: string,
    to: AcademyState,
    type: TypeOf<typeof academy>,
    from?: readonly AcademyState[],
    on?: string,
  ): Promise<AcademyView> {
    return this.db.asActor(actor, async (tx) => {
      const known = await this.lock(tx, id);
      if (from && !from.includes(known.state)) throw new AcademyStateForbids(known.state, to);
      demandTransition(known.state, to);
      const day = on ?? known.accreditedOn ?? tx.at.toISOString().slice(0, 10);
      const since = to === 'accredited' ? [sql`accredited_on = ${day}`] : [];
      return this.write(tx, id, type, [sql`state = ${to}`, ...since]);
    });
  }

  private async lock(tx: Tx, id: string): Promise<AcademyView> {
    const mine = within(tx.actor, { region: sql`a.region`, academy: sql`a.id` });
    const [known] = await selectAcademies(tx, sql`a.id = ${id} and ${mine}`, sql`for update`);
    if (!known) throw new NotFound('academy');
    demandVersion(tx.actor, known.version);
    return known;
  }

  private async write(tx: Tx, id: string, type: TypeOf<typeof academy>, changes: readonly Sql[]): Promise<AcademyView> {
    await tx.query(sql`update academy set ${join([...changes], ', ')}, version = version + 1 where id = ${id}`);
    const changed = await selectAcademies(tx, sql`a.id = ${id}`);
    await announceAcademies(tx, type, changed);
    return changed[0]!;
  }
}
