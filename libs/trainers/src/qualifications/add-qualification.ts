import { Injectable } from '@nestjs/common';
import { TrainerId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { Database, refusing } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { NewQualification } from './qualification.js';
import { announce } from '../trainers/announce-trainers.js';
import { changeTrainer } from '../trainers/change-trainer.js';
import { selectTrainers } from '../trainers/read-trainers.js';
import { QualificationDatesReversed, QualificationExists, TrainerHasLeft } from '../trainers/refusals.js';
import type { TrainerView } from '../trainers/trainer.js';

export const AddQualification = command(
  'AddQualification',
  {
    'programme-admin': 'programme',
    'regional-director': 'region',
    'academy-manager': 'academy',
    integrator: 'programme',
  },
  { trainerId: TrainerId, ...NewQualification },
  'Records what a trainer may teach, or that one may proctor',
);
export type AddQualification = z.output<typeof AddQualification>;

@Injectable()
export class AddQualificationHandler {
  constructor(private readonly db: Database) {}

  /** Refuses TRAINER_HAS_LEFT, QUALIFICATION_EXISTS, and dates in the wrong order. */
  run(actor: Actor, command: AddQualification): Promise<TrainerView> {
    const { trainerId, kind, topic, obtainedOn, expiresOn, evidence } = command;
    return this.db.asActor(actor, async (tx) => {
      const { state } = await changeTrainer(tx, trainerId);
      if (state === 'left') throw new TrainerHasLeft();
      await refusing(
        tx.query(sql`
          insert into qualification(trainer_id, kind, topic, obtained_on, expires_on, evidence)
          values (${trainerId}, ${kind}, ${topic ?? null}, ${obtainedOn}, ${expiresOn ?? null}, ${evidence})`),
        {
          qualification_once: () => new QualificationExists(),
          qualification_dates: () => new QualificationDatesReversed(),
        },
      );
      await announce(tx, 'TrainerQualified', [trainerId]);
      const [changed] = await selectTrainers(tx, sql`t.id = ${trainerId}`);
      return changed!;
    });
  }
}
