import { Injectable } from '@nestjs/common';
import { AcademyId, RegionCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Forbidden } from '@takwin/platform/errors';
import { Database, demand } from '@takwin/platform/postgres';
import { command, Distinct, LocalDate, Text, Title } from '@takwin/platform/schema';
import { z } from 'zod';
import { AcademyKind, AcademyProfile, type AcademyView } from './academy.js';
import { registerAcademy } from './academy.writer.js';
import { keepSteps } from './academy-step.writer.js';
import { cityOf } from './read-cities.js';
import { ACCREDITORS, WARDENS } from '../rules.js';

const named = (max: number, isName: (text: string) => boolean, message: string) =>
  Title({ max }).refine(isName, { message, params: { code: 'invalid_name' } });

const lettersOf = (text: string, script: RegExp): number => text.match(script)?.length ?? 0;
const isFrench = (text: string): boolean => !/\p{Script=Arabic}/u.test(text);

/** What an academy is called: a number is part of it, and is no name. */
const FrenchName = named(
  200,
  (name) => lettersOf(name, /\p{L}/gu) >= 3 && isFrench(name),
  'at least three letters, none of them Arabic',
);
/** Words in Latin letters may stand in it: NTIC. */
const ArabicName = named(200, (name) => lettersOf(name, /\p{Script=Arabic}/gu) >= 3, 'at least three Arabic letters');
/** In French or in Arabic. */
export const City = named(100, (city) => lettersOf(city, /\p{L}/gu) >= 2, 'at least two letters');

export const NewName = z
  .strictObject({
    fr: FrenchName.meta({ examples: ['ISTA Casablanca 3'] }),
    ar: ArabicName.meta({ examples: ['المعهد المتخصص الدار البيضاء 3'] }).nullish(),
  })
  .meta({ id: 'NewBilingualName' });

export const RegisterAcademy = command(
  'RegisterAcademy',
  { ...ACCREDITORS, integrator: 'programme' },
  {
    code: z
      .string()
      .regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/, 'capital letters and digits, in parts joined by hyphens')
      .max(60)
      .meta({ examples: ['ISTA-CASA-3'] }),
    name: NewName,
    kind: AcademyKind,
    profile: AcademyProfile.default('ordinary'),
    region: RegionCode,
    province: z
      .string()
      .max(20)
      .meta({ description: 'HCP code: 06.141', examples: ['06.141'], pattern: '^\\d{2}\\.\\d{3}$' }),
    city: City.meta({ examples: ['Casablanca'] }),
    membershipUntil: LocalDate.optional(),
    distinctFrom: z
      .strictObject({ academyIds: Distinct(AcademyId).min(1).max(20), reason: Text({ max: 300 }) })
      .meta({ id: 'DistinctAcademies' })
      .optional()
      .describe('Those of the same name, kind and place that it is not: for the region and the programme to say'),
  },
  {
    summary: 'Register an academy',
    description:
      'Takes an establishment into the register as a candidate for accreditation. Where one of the same name,' +
      ' kind and place is there already, it is refused as ACADEMY_MAY_BE_REGISTERED with those that are alike,' +
      ' unless distinctFrom names them with a reason.',
  },
);
export type RegisterAcademy = z.output<typeof RegisterAcademy>;

@Injectable()
export class RegisterAcademyHandler {
  constructor(private readonly db: Database) {}

  /**
   * Spells the city as the register does. Refuses ACADEMY_CODE_IS_TAKEN, a province that is not in the region, a city that is not in the province (CITY_UNKNOWN), a prison that
   * is said to be none by anybody but the programme, and ACADEMY_MAY_BE_REGISTERED, unless somebody of the region or
   * the programme says of each of the same name, kind and place that it is another one.
   */
  async run(actor: Actor, command: RegisterAcademy): Promise<AcademyView> {
    demand(actor, { region: command.region });
    if (command.distinctFrom && !(actor.role in ACCREDITORS))
      throw new Forbidden('that an academy is another one is for the region or the programme to say');
    if (command.kind === 'EP' && command.profile !== 'prison' && !(actor.role in WARDENS))
      throw new Forbidden('whether an academy is in a prison is for the programme to say');
    return this.db.asActor(actor, async (tx) => {
      const city = await cityOf(tx, command.province, command.city);
      const registered = await registerAcademy(tx, { ...command, city });
      await keepSteps(tx, [registered], { step: 'registered', on: legalDayOf(tx.at) });
      return registered;
    });
  }
}
