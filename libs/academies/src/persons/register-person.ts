import { Injectable } from '@nestjs/common';
import { AcademyId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { invalid, NotFound } from '@takwin/platform/errors';
import { Database, demand } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { Cin, CinVault } from './cin.js';
import { BirthDate, isPlausibleBirthDate, Matricule, NamePart, PersonKind, type PersonView } from './person.js';
import { registerPerson } from './person.writer.js';

const NewPersonName = z
  .strictObject({
    family: NamePart,
    given: NamePart,
    familyArabic: NamePart.nullish(),
    givenArabic: NamePart.nullish(),
  })
  .meta({ id: 'NewPersonName' });

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
    group: NamePart.optional(),
    filiere: NamePart.optional(),
    year: z.int().min(1).max(5).optional(),
  },
  'Takes a person into the register, with a first placement',
);
export type RegisterPerson = z.output<typeof RegisterPerson>;

@Injectable()
export class RegisterPersonHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /** Refuses MATRICULE_IS_TAKEN, CIN_IS_TAKEN and a birth date that cannot be. */
  run(actor: Actor, command: RegisterPerson): Promise<PersonView> {
    const { academyId, birthDate, cin } = command;
    return this.db.asActor(actor, async (tx) => {
      if (birthDate && !isPlausibleBirthDate(birthDate, legalDayOf(tx.at)))
        throw invalid([{ path: ['birthDate'], code: 'implausible_age', message: 'between 10 and 90 years of age' }]);
      const academy = await tx.one<{ region: string }>(sql`select region from academy where id = ${academyId}`);
      if (!academy) throw new NotFound('academy');
      demand(actor, { region: academy.region, academy: academyId });
      const kept = cin ? { hash: this.vault.hash(cin), sealed: this.vault.seal(cin) } : null;
      return registerPerson(tx, command, academy.region, kept);
    });
  }
}
