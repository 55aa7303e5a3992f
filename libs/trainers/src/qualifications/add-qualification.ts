import { Injectable } from '@nestjs/common';
import { TrainerId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database, demandNotOneself } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import type { z } from 'zod';
import { demandObtained, demandTopic, ProctoringNeedsAnother, QualificationFields } from './qualification.js';
import { readBirth } from './read-birth.js';
import { qualifyTrainer } from '../trainers/trainer.writer.js';
import type { TrainerView } from '../trainers/trainer.js';

export const AddQualification = command(
  'AddQualification',
  {
    'programme-admin': 'programme',
    'regional-director': 'region',
    'academy-manager': 'academy',
    integrator: 'programme',
  },
  { trainerId: TrainerId, ...QualificationFields },
  {
    summary: 'Add a qualification to a trainer',
    description:
      'Records what a trainer may teach, or that the trainer may proctor, which no manager says of the own' +
      ' staff: PROCTORING_NEEDS_ANOTHER. What a manager says may be taught earns no credential until somebody of the' +
      ' region or the programme records the same.',
    shown: ['topic'],
  },
);
export type AddQualification = z.output<typeof AddQualification>;

@Injectable()
export class AddQualificationHandler {
  constructor(private readonly db: Database) {}

  /**
   * Refuses TRAINER_HAS_LEFT, QUALIFICATION_EXISTS, a topic of no course, a day to come or too early, one that holds for too long, dates in the wrong order, a manager who says
   * who may proctor, and the trainer.
   */
  run(actor: Actor, command: AddQualification): Promise<TrainerView> {
    if (command.kind === 'proctor' && actor.role === 'academy-manager') throw new ProctoringNeedsAnother();
    demandTopic(command);
    return this.db.asActor(actor, async (tx) => {
      await demandNotOneself(tx, command.trainerId, 'nobody records the own qualifications');
      const qualified = await qualifyTrainer(tx, command, actor.role !== 'academy-manager');
      demandObtained(command, { today: legalDayOf(tx.at), bornOn: await readBirth(tx, command.trainerId) });
      return qualified;
    });
  }
}
