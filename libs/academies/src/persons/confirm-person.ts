import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion } from '@takwin/platform/postgres';
import { command, conditional } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { ConfirmationNeedsAnother, type PersonView } from './person.js';
import { bearsOut, confirmPersons, holdPerson } from './person.writer.js';
import { selectPersons } from './read-persons.js';
import { ACCREDITORS } from '../rules.js';

export const ConfirmPerson = command(
  'ConfirmPerson',
  ACCREDITORS,
  { id: PersonId, ...conditional },
  {
    summary: 'Confirm a person',
    description:
      'Says that there is this person, as an academy alone has stated, and that the birth date is right: from then on licences,' +
      ' credentials and figures follow. Who is confirmed already stays so. Never by who stated it for the academy, or is the' +
      ' person: CONFIRMATION_NEEDS_ANOTHER.',
  },
);
export type ConfirmPerson = z.output<typeof ConfirmPerson>;

@Injectable()
export class ConfirmPersonHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND, VERSION_MISMATCH, and CONFIRMATION_NEEDS_ANOTHER where something waits that the caller stated. */
  run(actor: Actor, { id, expectedVersion }: ConfirmPerson): Promise<PersonView> {
    return this.db.asActor(actor, async (tx) => {
      const known = await holdPerson(tx, id);
      if (!known) throw new NotFound('person');
      demandVersion(expectedVersion, known.version);
      const [confirmed] = await confirmPersons(tx, [id]);
      const shown = confirmed ?? (await selectPersons(tx, sql`p.id = ${id}`))[0]!;
      if (!(shown.confirmed && shown.birthDateConfirmed) && !bearsOut(actor, known))
        throw new ConfirmationNeedsAnother();
      return shown;
    });
  }
}
