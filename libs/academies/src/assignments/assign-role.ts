import { Injectable } from '@nestjs/common';
import { AcademyId, RegionCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { covers, Database, type Tx, within } from '@takwin/platform/postgres';
import { command, LocalDate, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { holdAcademy } from '../academies/read-academy.js';
import { Group } from '../persons/person.js';
import { DELEGATORS } from '../rules.js';
import { AssignedRole, type AssignmentView, demandAbove, demandPlace, demandTerm } from './assignment.js';
import { assignRole } from './assignment.writer.js';
import { demandOfAnother } from './check-holder.js';

export const AssignRole = command(
  'AssignRole',
  DELEGATORS,
  {
    subject: Text({ max: 255 })
      .meta({ examples: ['amal@ofppt.ma'] })
      .describe('Who is to hold it, as tokens name them'),
    role: AssignedRole.describe('Below one’s own'),
    region: RegionCode.optional().describe('Of a regional-director'),
    academyId: AcademyId.optional().describe('Of an academy-manager and a trainer'),
    group: Group.meta({ examples: ['DEV101'] })
      .optional()
      .describe('Of a trainer of one group alone, who sees the persons who are in it'),
    from: LocalDate.optional().describe('The first day; today where absent'),
    until: LocalDate.describe('The last day, within 400 days of today'),
  },
  {
    summary: 'Give somebody a role',
    description:
      'Gives a role below one’s own, within one’s own region or academy, until a day: whoever holds it may do what it' +
      ' allows from that day’s begin, within a minute. Nobody gives one to themselves, or for longer than they have their own.',
  },
);
export type AssignRole = z.output<typeof AssignRole>;

@Injectable()
export class AssignRoleHandler {
  constructor(private readonly db: Database) {}

  /** Refuses ASSIGNMENT_EXISTS, what is not below the actor or outside the own scope, and days that are over, reversed or too far. */
  run(actor: Actor, command: AssignRole): Promise<AssignmentView> {
    demandPlace(command.role, command);
    demandAbove(actor, command, command.until);
    return this.db.asActor(actor, async (tx) => {
      await demandOfAnother(tx, command);
      const today = legalDayOf(tx.at);
      const { from = today, until } = command;
      demandTerm({ from, until }, { today });
      return assignRole(tx, { ...command, from, region: await regionOf(tx, command) });
    });
  }
}

/** The region of the place; null for the whole programme. Refuses NOT_FOUND a place outside the actor's scope. */
async function regionOf(tx: Tx, { region, academyId }: AssignRole): Promise<string | null> {
  if (academyId) {
    const mine = within(tx.actor, { region: sql`region`, academy: sql`id` });
    const academy = await holdAcademy(tx, sql`id = ${academyId} and ${mine}`);
    if (!academy) throw new NotFound('academy');
    return academy.region;
  }
  if (region !== undefined && !covers(tx.actor, { region })) throw new NotFound('region');
  return region ?? null;
}
