import { Injectable } from '@nestjs/common';
import { AcademyId, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { inEvenTime, legalDayOf } from '@takwin/platform/clock';
import { Forbidden, NotFound } from '@takwin/platform/errors';
import { Database, demand } from '@takwin/platform/postgres';
import { command, Distinct, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { demandOpen } from '../academies/academy.js';
import { holdAcademy } from '../academies/read-academy.js';
import { Cin, CinVault } from './cin.js';
import { keptCin } from './read-card-keys.js';
import {
  BirthDate,
  demandPlausible,
  Filiere,
  Group,
  Matricule,
  NewPersonName,
  PersonKind,
  type PersonView,
} from './person.js';
import { registerPerson } from './person.writer.js';
import { ACCREDITORS } from '../rules.js';

export const DistinctPersons = z
  .strictObject({ personIds: Distinct(PersonId).min(1).max(20), reason: Text({ max: 300 }) })
  .meta({
    id: 'DistinctPersons',
    description: 'Those of the same name whom it is not: for the region and the programme to say',
  });

export const RegisterPerson = command(
  'RegisterPerson',
  MANAGERS,
  {
    kind: PersonKind,
    academyId: AcademyId,
    matricule: Matricule.optional(),
    cin: Cin.optional().describe('Absent for some minors; never shown again'),
    name: NewPersonName,
    birthDate: BirthDate.optional(),
    group: Group.optional(),
    filiere: Filiere.optional(),
    year: z.int().min(1).max(5).optional(),
    distinctFrom: DistinctPersons.optional(),
  },
  {
    summary: 'Register a person',
    description:
      'Takes a person into the register with a first placement. Where somebody whom the caller may see and who may be the same is there' +
      ' already, it is refused as PERSON_MAY_BE_REGISTERED, with those persons, unless distinctFrom names them' +
      ' with a reason. An academy that is suspended or closed takes nobody in: ACADEMY_IS_SUSPENDED, ACADEMY_WAS_CLOSED.',
  },
);
export type RegisterPerson = z.output<typeof RegisterPerson>;

@Injectable()
export class RegisterPersonHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /**
   * Refuses ACADEMY_WAS_CLOSED, ACADEMY_IS_SUSPENDED, MATRICULE_IS_TAKEN, CIN_IS_TAKEN, a birth date that cannot be, and
   * PERSON_MAY_BE_REGISTERED, unless somebody of the region or the programme says of each who may be the same that it is another person;
   * each by somebody whom the actor may read. It takes as long whoever else has the number.
   */
  run(actor: Actor, command: RegisterPerson): Promise<PersonView> {
    return inEvenTime(() => this.register(actor, command));
  }

  private register(actor: Actor, command: RegisterPerson): Promise<PersonView> {
    const { academyId, birthDate, cin } = command;
    return this.db.pastBounds(actor, async (tx) => {
      demandPlausible(birthDate, legalDayOf(tx.at), command.kind);
      const academy = await holdAcademy(tx, sql`id = ${academyId}`);
      if (!academy) throw new NotFound('academy');
      demand(actor, { region: academy.region, academy: academyId });
      demandOpen(academy);
      if (command.distinctFrom && !(actor.role in ACCREDITORS))
        throw new Forbidden('that somebody is another person is for the region or the programme to say');
      const kept = cin ? await keptCin(tx, this.vault, cin) : null;
      return registerPerson(tx, command, academy.region, kept);
    });
  }
}
