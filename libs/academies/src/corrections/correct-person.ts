import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { inEvenTime, legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, type Tx } from '@takwin/platform/postgres';
import { command, conditional, DocumentReference, Text } from '@takwin/platform/schema';
import type { z } from 'zod';
import { Cin, CinVault } from '../persons/cin.js';
import { BirthDate, demandPlausible, Matricule, NewPersonName, type PersonView } from '../persons/person.js';
import { changePerson } from '../persons/person.writer.js';
import { keptCin } from '../persons/read-card-keys.js';
import { holdPerson } from '../persons/read-known.js';
import { DistinctPersons } from '../persons/register-person.js';
import { ACCREDITORS } from '../rules.js';
import { NothingToCorrect } from './correction.js';
import { demandAnother } from './check-another.js';

export const CorrectPerson = command(
  'CorrectPerson',
  ACCREDITORS,
  {
    id: PersonId,
    ...conditional,
    name: NewPersonName.optional().describe(
      'The whole Latin name; an Arabic part that is absent stays, null removes it. What credentials print is issued anew',
    ),
    birthDate: BirthDate.optional(),
    matricule: Matricule.optional().describe('OFPPT’s number of a person: 13 digits'),
    cin: Cin.optional().describe('National identity card: AB123456; never shown again'),
    distinctFrom: DistinctPersons.optional(),
    reason: Text({ max: 300 }).meta({ description: 'Why what is known is wrong', examples: ['The card was seen'] }),
    document: DocumentReference({ max: 100 }).describe('Where the document is filed that says what is right'),
  },
  {
    summary: 'Correct who a person is',
    shown: ['birthDate'],
    description:
      'Corrects the name, birth date, matricule or CIN of a person by a document; what is absent stays. What it was is kept. A file that' +
      ' goes on saying what it was is told IDENTITY_WAS_CORRECTED, and credentials that print another name are issued anew. Never by' +
      ' the person concerned: CORRECTION_NEEDS_ANOTHER. A number that somebody of another scope has is answered as one that nobody has, and stands as a claim:' +
      ' `standsAsClaim` says so to the programme.',
  },
);
export type CorrectPerson = z.output<typeof CorrectPerson>;

@Injectable()
export class CorrectPersonHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /**
   * Refuses NOT_FOUND, VERSION_MISMATCH, CORRECTION_NEEDS_ANOTHER, NOTHING_TO_CORRECT, MATRICULE_IS_TAKEN, CIN_IS_TAKEN, a birth date
   * that cannot be, and PERSON_MAY_BE_REGISTERED unless `distinctFrom` names whom the person would look like.
   */
  run(actor: Actor, command: CorrectPerson): Promise<PersonView> {
    return inEvenTime(() => this.db.pastBounds(actor, (tx) => this.within(tx, command)));
  }

  /** The same in a transaction that is open. */
  async within(tx: Tx, { id, expectedVersion, cin, reason, document, ...to }: CorrectPerson): Promise<PersonView> {
    const known = await holdPerson(tx, id);
    if (!known) throw new NotFound('person');
    demandVersion(expectedVersion, known.version);
    await demandAnother(tx, known.id);
    demandPlausible(to.birthDate, legalDayOf(tx.at), known.kind);
    const kept = cin ? await keptCin(tx, this.vault, cin) : undefined;
    const corrected = await changePerson(tx, known, { ...to, proof: { reason, document } }, kept);
    if (corrected.version === known.version) throw new NothingToCorrect();
    return corrected;
  }
}
