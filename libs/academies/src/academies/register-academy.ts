import { Injectable } from '@nestjs/common';
import { RegionCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { createOnce, Database, demand, refusing } from '@takwin/platform/postgres';
import { command, LocalDate, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { AcademyCodeTaken, AcademyProfile, PlaceUnknown, type AcademyView } from './academy.js';
import { searchNames } from './fold-name.js';
import { selectAcademies } from './academy.rows.js';
import { announceAcademies } from './announce-academies.js';
import { ACCREDITORS } from '../rules.js';

export const NewName = z
  .strictObject({ fr: Text({ max: 200 }), ar: Text({ max: 200 }).nullish() })
  .meta({ id: 'NewBilingualName' });

export const RegisterAcademy = command(
  'RegisterAcademy',
  { ...ACCREDITORS, integrator: 'programme' },
  {
    code: z
      .string()
      .regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/)
      .max(60),
    name: NewName,
    kind: z.enum(['ISTA', 'ITA', 'CQP', 'CMFP', 'CFP', 'CMC', 'EP']).meta({ id: 'AcademyKind' }),
    profile: AcademyProfile.default('ordinary'),
    region: RegionCode,
    province: z.string().max(20).describe('HCP code: 06.141'),
    city: Text({ max: 100 }),
    membershipUntil: LocalDate.optional(),
  },
  'Takes an establishment into the register, as a candidate for accreditation',
);
export type RegisterAcademy = z.output<typeof RegisterAcademy>;

@Injectable()
export class RegisterAcademyHandler {
  constructor(private readonly db: Database) {}

  /** Refuses ACADEMY_CODE_IS_TAKEN and a province that is not in the region. */
  run(actor: Actor, command: RegisterAcademy): Promise<AcademyView> {
    const { code, name, kind, profile, region, province, city, membershipUntil = null } = command;
    demand(actor, { region });
    return this.db.asActor(actor, async (tx) => {
      const { id, created } = await refusing(
        createOnce(
          tx,
          'academy',
          command,
          (once) => sql`
          insert into academy(code, name_fr, name_ar, kind, profile, region, province, city, membership_until, names, ${once.columns})
          values (${code}, ${name.fr}, ${name.ar ?? null}, ${kind}, ${profile}, ${region}, ${province}, ${city},
            ${membershipUntil}, ${searchNames({ code, city, name: { fr: name.fr, ar: name.ar ?? null } })}, ${once.values})`,
        ),
        { academy_code: () => new AcademyCodeTaken(), academy_place: () => new PlaceUnknown('province') },
      );
      const made = await selectAcademies(tx, sql`a.id = ${id}`);
      if (created) await announceAcademies(tx, 'AcademyRegistered', made);
      return made[0]!;
    });
  }
}
