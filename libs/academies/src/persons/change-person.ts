import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { inEvenTime, legalDayOf } from '@takwin/platform/clock';
import { Forbidden, NotFound } from '@takwin/platform/errors';
import { Database, demandVersion } from '@takwin/platform/postgres';
import { command, conditional } from '@takwin/platform/schema';
import type { z } from 'zod';
import { Cin, CinVault } from './cin.js';
import { keptCin } from './read-card-keys.js';
import { BirthDate, demandPlausible, Matricule, NewPersonName, type PersonView } from './person.js';
import { changePerson } from './person.writer.js';
import { holdPerson, isOtherCin, type Known, nameOf } from './read-known.js';
import { firstSpelling, isSpelling } from './spelling.js';
import { DistinctPersons } from './register-person.js';
import { ACCREDITORS } from '../rules.js';
import { CorrectionNeedsDocument } from '../corrections/correction.js';
import { demandNotFormer } from '../corrections/read-former.js';

const ONCE_KNOWN = 'once it is known, is a correction by a document';

export const ChangePerson = command(
  'ChangePerson',
  MANAGERS,
  {
    id: PersonId,
    ...conditional,
    name: NewPersonName.optional().describe(
      'The whole Latin name; an Arabic part that is absent stays, null removes it. The spelling is corrected, and what is not known is' +
        ' added: another name is a correction by a document',
    ),
    birthDate: BirthDate.optional().describe(`Another one, ${ONCE_KNOWN}`),
    matricule: Matricule.optional().describe(`OFPPT's number of a person: 13 digits; another one, ${ONCE_KNOWN}`),
    cin: Cin.optional().describe(`National identity card: AB123456; another one, ${ONCE_KNOWN}; never shown again`),
    distinctFrom: DistinctPersons.optional(),
  },
  {
    summary: 'Correct a person',
    description:
      'Corrects what is known of a person; what is absent stays. What tells who somebody is (the name but its spelling, and a birth' +
      ' date, matricule or CIN once it is known) the region and the programme correct by a document (CorrectPerson): theirs is refused here' +
      ' with CORRECTION_NEEDS_DOCUMENT, anybody else’s with FORBIDDEN. Refuses with PERSON_MAY_BE_REGISTERED where the person would look' +
      ' like others, and names them: distinctFrom says that they are not the same.',
  },
);
export type ChangePerson = z.output<typeof ChangePerson>;

@Injectable()
export class ChangePersonHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /**
   * Refuses VERSION_MISMATCH, MATRICULE_IS_TAKEN, CIN_IS_TAKEN, a birth date that cannot be, and PERSON_MAY_BE_REGISTERED where the
   * change makes the person look like another, unless somebody of the region or the programme says of each that it is another person.
   * Refuses to exchange a birth date, a matricule or a CIN that is known, and to say another name and not another spelling: FORBIDDEN,
   * CORRECTION_NEEDS_DOCUMENT to who may do so by one; and to spell it as before a correction: IDENTITY_WAS_CORRECTED. Who has left is
   * corrected, too.
   */
  run(actor: Actor, command: ChangePerson): Promise<PersonView> {
    // Whoever else has a number that is added.
    const tellsNumber = command.cin !== undefined || command.matricule !== undefined;
    return tellsNumber ? inEvenTime(() => this.change(actor, command)) : this.change(actor, command);
  }

  private change(actor: Actor, { id, expectedVersion, cin, ...to }: ChangePerson): Promise<PersonView> {
    return this.db.pastBounds(actor, async (tx) => {
      const known = await holdPerson(tx, id);
      if (!known) throw new NotFound('person');
      demandVersion(expectedVersion, known.version);
      demandPlausible(to.birthDate, legalDayOf(tx.at), known.kind);
      const kept = cin ? await keptCin(tx, this.vault, cin) : undefined;
      const exchanges = exchangesProof(known, { ...to, isOtherCin: kept !== undefined && isOtherCin(known, kept) });
      const renames = to.name && !isSpelling(firstSpelling(known), nameOf(known, to.name));
      if ((exchanges || renames || to.distinctFrom) && !(actor.role in ACCREDITORS))
        throw new Forbidden('to exchange what tells who somebody is, is for the region or the programme');
      if (exchanges || renames) throw new CorrectionNeedsDocument();
      if (to.name) await demandNotFormer(tx, known, nameOf(known, to.name));
      return changePerson(tx, known, to, kept);
    });
  }
}

type Proof = { birthDate?: string; matricule?: string; isOtherCin: boolean };

/** Whether another birth date, matricule or CIN is said than the one that is known: papers tell who somebody is by them. */
const exchangesProof = (known: Known, said: Proof): boolean =>
  isOther(known.birthDate, said.birthDate) ||
  isOther(known.matricule, said.matricule) ||
  (known.cinHash !== null && said.isOtherCin);

const isOther = (known: string | null | undefined, said: string | undefined): boolean =>
  known != null && said !== undefined && said !== known;
