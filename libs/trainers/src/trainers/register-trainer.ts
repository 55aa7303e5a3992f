import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { covers, Database } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { selectTrainers } from './read-trainers.js';
import { PersonIsNoTrainer, PersonUnknown } from './refusals.js';
import { registerTrainer } from './trainer.writer.js';
import type { TrainerView } from './trainer.js';

export const RegisterTrainer = command(
  'RegisterTrainer',
  {
    'programme-admin': 'programme',
    'regional-director': 'region',
    'academy-manager': 'academy',
    integrator: 'programme',
  },
  { personId: PersonId },
  {
    summary: 'Register a trainer',
    description: 'Makes a trainer of a person whom the register of persons knows as one.',
  },
);
export type RegisterTrainer = z.output<typeof RegisterTrainer>;

type Person = { kind: string; academy_id: string; region: string };

@Injectable()
export class RegisterTrainerHandler {
  constructor(private readonly db: Database) {}

  /**
   * Refuses PERSON_UNKNOWN, PERSON_IS_NO_TRAINER and TRAINER_EXISTS. Who leaves at that moment has left before, or leaves as a trainer:
   * the copy of the person is held.
   */
  run(actor: Actor, { personId }: RegisterTrainer): Promise<TrainerView> {
    return this.db.asActor(actor, async (tx) => {
      const person = await tx.one<Person>(
        sql`select kind, academy_id, region from person_copy where subject = ${personId} and active for share`,
      );
      if (!person || !covers(actor, { region: person.region, academy: person.academy_id })) throw new PersonUnknown();
      if (person.kind !== 'trainer') throw new PersonIsNoTrainer(person.kind);
      await registerTrainer(tx, personId, { academyId: person.academy_id, region: person.region });
      const [made] = await selectTrainers(tx, sql`t.id = ${personId}`);
      return made!;
    });
  }
}
