import { Injectable } from '@nestjs/common';
import { ImportId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, isAmong, type Tx } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { ConfirmationNeedsAnother } from '../persons/person.js';
import { confirmPersons } from '../persons/person.writer.js';
import { hasTwin } from '../persons/read-lookalikes.js';
import { isVisible, WAITS } from '../persons/read-persons.js';
import { ACCREDITORS } from '../rules.js';

export const ConfirmImport = command(
  'ConfirmImport',
  ACCREDITORS,
  { id: ImportId },
  {
    summary: 'Confirm the persons of an import',
    description:
      'Confirms in one call all persons whom an academy’s roster states and nobody else has confirmed, of the caller’s region' +
      ' or the whole country. Refuses with CONFIRMATION_NEEDS_ANOTHER to who sent the file; whom the caller stated otherwise' +
      ' goes on waiting, and so does whoever may be somebody else of that name and birth date (twins). Which persons they are: GET /v1/persons with importId.',
  },
);
export type ConfirmImport = z.output<typeof ConfirmImport>;

export const ImportConfirmationView = z
  .object({
    importId: z.uuid().describe('Which import'),
    confirmed: z.int().describe('Persons whom this call has confirmed'),
    unconfirmed: z
      .int()
      .describe('Persons of the file who still wait for somebody else, of those whom the caller may see'),
    twins: z
      .int()
      .describe(
        'Of those, whom this call leaves out: somebody else has the name and birth date. Each is confirmed alone',
      ),
  })
  .meta({ id: 'ImportConfirmation', description: 'What confirming an import came to' });
export type ImportConfirmationView = z.output<typeof ImportConfirmationView>;

type Stated = { id: string; waits: boolean; isTwin: boolean };

/** Persons who are confirmed, and told of, in one statement. */
const AT_ONCE = 1000;

@Injectable()
export class ConfirmImportHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND where the file states nobody whom the caller may read, and CONFIRMATION_NEEDS_ANOTHER to its sender. */
  run(actor: Actor, { id }: ConfirmImport): Promise<ImportConfirmationView> {
    return this.db.pastBounds(actor, async (tx) => {
      const stated = await this.#hold(tx, id);
      if (stated.length === 0) throw new NotFound('import');
      const sent = await tx.one<{ by: string }>(sql`select created_by as by from import where id = ${id}`);
      if (await isAmong(tx, [sent!.by])) throw new ConfirmationNeedsAnother();
      const waiting = stated.filter(({ waits }) => waits);
      const alone = waiting.flatMap((one) => (one.isTwin ? [] : [one.id]));
      let confirmed = 0;
      for (let next = 0; next < alone.length; next += AT_ONCE)
        confirmed += (await confirmPersons(tx, alone.slice(next, next + AT_ONCE), id)).length;
      return { importId: id, confirmed, unconfirmed: waiting.length - confirmed, twins: waiting.length - alone.length };
    });
  }

  /** Whom the file states, held in one order: of two who confirm at once the later finds who is left. */
  #hold(tx: Tx, id: string): Promise<Stated[]> {
    return tx.query<Stated>(sql`
      select p.id, ${WAITS} as waits, ${hasTwin(tx.actor)} as "isTwin" from person_statement s join person p on p.id = s.person_id
      where s.import_id = ${id} and ${isVisible(tx.actor, 'p')} order by p.id for no key update of p`);
  }
}
