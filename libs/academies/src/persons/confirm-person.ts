import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, type Tx } from '@takwin/platform/postgres';
import { command, conditional } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { readClaim } from '../claims/read-claim.js';
import { ConfirmationNeedsAnother, PersonIsClaimed, type PersonView } from './person.js';
import { confirmPersons, takeNumbers, yieldNumbers } from './person.writer.js';
import { bearsOut, holdPerson } from './read-known.js';
import { selectPersons } from './read-persons.js';
import { asRow } from './read-yielding.js';
import { claimYielded } from '../rosters/claim-yielded.js';
import { ACCREDITORS } from '../rules.js';

export const ConfirmPerson = command(
  'ConfirmPerson',
  ACCREDITORS,
  { id: PersonId, ...conditional },
  {
    summary: 'Confirm a person',
    description:
      'Says that there is this person, as an academy alone has stated, and that the birth date and the numbers are right: from then on licences,' +
      ' credentials and figures follow. Who is confirmed already stays so. Never by who stated it for the academy, or is the' +
      ' person: CONFIRMATION_NEEDS_ANOTHER. Whoever may be somebody of another academy stays unconfirmed, until the claim to be that one is' +
      ' decided: PERSON_IS_CLAIMED to who may read both. Once it is refused, who is unconfirmed gives the number up to the person.',
  },
);
export type ConfirmPerson = z.output<typeof ConfirmPerson>;

@Injectable()
export class ConfirmPersonHandler {
  constructor(private readonly db: Database) {}

  /**
   * Refuses NOT_FOUND, VERSION_MISMATCH, CONFIRMATION_NEEDS_ANOTHER where something waits that the caller stated, and
   * PERSON_IS_CLAIMED by somebody whom the caller may read; by anybody else the person is answered as one who goes on waiting.
   */
  run(actor: Actor, { id, expectedVersion }: ConfirmPerson): Promise<PersonView> {
    return this.db.pastBounds(actor, async (tx) => {
      const known = await holdPerson(tx, id);
      if (!known) throw new NotFound('person');
      demandVersion(expectedVersion, known.version);
      if (known.claims !== null && !known.confirmed) {
        const yielded = await yieldNumbers(tx, asRow(known.id), actor);
        await takeNumbers(tx, sql`select person_id from (${asRow(known.id)}) r`, actor);
        await claimYielded(tx, yielded);
        await demandUnclaimed(tx, known.id);
      }
      const [confirmed] = await confirmPersons(tx, [known.id]);
      const shown = confirmed ?? (await selectPersons(tx, sql`p.id = ${known.id}`))[0]!;
      if (!(shown.confirmed && shown.birthDateConfirmed && shown.numbersConfirmed) && !bearsOut(actor, known))
        throw new ConfirmationNeedsAnother();
      return shown;
    });
  }
}

/** Refuses PERSON_IS_CLAIMED where the actor may read whom the person claims to be. */
async function demandUnclaimed(tx: Tx, id: string): Promise<void> {
  const claimId = await readClaim(tx, id);
  if (claimId) throw new PersonIsClaimed(claimId);
}
