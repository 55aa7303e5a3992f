import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { invalid, NotFound } from '@takwin/platform/errors';
import { ONESELF } from '@takwin/platform/own-records';
import { Database } from '@takwin/platform/postgres';
import { command, DocumentReference, Text } from '@takwin/platform/schema';
import type { z } from 'zod';
import { Cin, CinVault } from '../persons/cin.js';
import { BirthDate, demandPlausible, Matricule, NewPersonName } from '../persons/person.js';
import { holdPerson } from '../persons/read-known.js';
import type { CorrectionRequestView } from './correction-request.js';
import { askCorrection } from './correction-request.writer.js';

export const RequestCorrection = command(
  'RequestCorrection',
  ONESELF,
  {
    personId: PersonId.describe('Oneself'),
    name: NewPersonName.optional().describe(
      'The whole Latin name; an Arabic part that is absent stays, null removes it',
    ),
    birthDate: BirthDate.optional(),
    matricule: Matricule.optional().describe('OFPPT’s number of a person: 13 digits'),
    cin: Cin.optional().describe('National identity card: AB123456; never shown again'),
    reason: Text({ max: 300 }).meta({ description: 'Why it is wrong', examples: ['My card says 6 March'] }),
    document: DocumentReference({ max: 100 })
      .optional()
      .describe('Where the document is filed that says what is right'),
  },
  {
    summary: 'Ask for a correction of who one is',
    shown: ['birthDate'],
    description:
      'Asks the region and the programme to correct one’s own name, birth date, matricule or CIN. One request is decided before' +
      ' another is made: CORRECTION_IS_ASKED.',
  },
);
export type RequestCorrection = z.output<typeof RequestCorrection>;

@Injectable()
export class RequestCorrectionHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /** Refuses NOT_FOUND for anybody else, CORRECTION_IS_ASKED, a birth date that cannot be, and what asks for nothing. */
  run(actor: Actor, { personId, cin, ...asked }: RequestCorrection): Promise<CorrectionRequestView> {
    return this.db.pastBounds(actor, async (tx) => {
      if (!asked.name && !asked.birthDate && !asked.matricule && !cin)
        throw invalid([{ path: [], code: 'required', message: 'one of name, birthDate, matricule, cin' }]);
      const known = await holdPerson(tx, personId);
      if (!known) throw new NotFound('person');
      demandPlausible(asked.birthDate, legalDayOf(tx.at), known.kind);
      return askCorrection(tx, known.id, { ...asked, ...(cin && { cinSealed: this.vault.seal(cin) }) });
    });
  }
}
