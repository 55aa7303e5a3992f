import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, type Tx } from '@takwin/platform/postgres';
import { command, conditional, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { demandNotClosed } from '../academies/academy.js';
import { holdAcademy } from '../academies/read-academy.js';
import { PersonStateForbids, type PersonView } from './person.js';
import { deactivatePersons, reactivatePersons } from './person.writer.js';
import { isOneOf, isTold } from './read-persons.js';

export const DeactivatePerson = command(
  'DeactivatePerson',
  MANAGERS,
  {
    id: PersonId,
    ...conditional,
    reason: Text({ max: 300 }).meta({
      description: 'Shown to whoever may read the person',
      examples: ['Moved abroad'],
    }),
  },
  {
    summary: 'Let a person go',
    description:
      'Ends the placements of a person, and with them what the other services gave the person as one who is' +
      ' here. The person stays on record.',
  },
);
export type DeactivatePerson = z.output<typeof DeactivatePerson>;

export const ReactivatePerson = command(
  'ReactivatePerson',
  MANAGERS,
  { id: PersonId, ...conditional },
  {
    summary: 'Take a person back',
    description: 'Takes somebody who had left back into the latest placement at the home academy.',
  },
);
export type ReactivatePerson = z.output<typeof ReactivatePerson>;

type Held = Pick<PersonView, 'id' | 'state' | 'version' | 'academyId'>;

@Injectable()
export class DeactivatePersonHandler {
  constructor(private readonly db: Database) {}

  /** Refuses PERSON_STATE_FORBIDS where the person is inactive already, and VERSION_MISMATCH. */
  deactivate(actor: Actor, { id, expectedVersion, reason }: DeactivatePerson): Promise<PersonView> {
    return this.db.pastBounds(actor, async (tx) => {
      const { state, ...held } = await this.hold(tx, id, expectedVersion);
      const [left] = await deactivatePersons(tx, [held.id], reason);
      if (!left) throw new PersonStateForbids(state, 'inactive');
      return left;
    });
  }

  /** Refuses PERSON_STATE_FORBIDS where the person is active, ACADEMY_WAS_CLOSED of the home academy, and VERSION_MISMATCH. */
  reactivate(actor: Actor, { id, expectedVersion }: ReactivatePerson): Promise<PersonView> {
    return this.db.pastBounds(actor, async (tx) => {
      const { state, academyId, ...held } = await this.hold(tx, id, expectedVersion);
      demandNotClosed((await holdAcademy(tx, sql`id = ${academyId}`))!);
      const [back] = await reactivatePersons(tx, [held.id]);
      if (!back) throw new PersonStateForbids(state, 'active');
      return back;
    });
  }

  private async hold(tx: Tx, id: string, expectedVersion?: number): Promise<Held> {
    const known = await tx.one<Held>(sql`
      select id, state, version, academy_id as "academyId" from person p where ${isOneOf([id])} and ${isTold(tx.actor)} for no key update`);
    if (!known) throw new NotFound('person');
    demandVersion(expectedVersion, known.version);
    return known;
  }
}
