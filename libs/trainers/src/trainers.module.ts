import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { SubgraphModule } from '@takwin/platform/graphql';
import { academyCopy, completionCopy, courseCopy, examCopy, examPassCopy, personCopy } from './copies.js';
import { Academy, Person, Programme } from './graphql-types.js';
import { PlansModule } from './plans/plans.module.js';
import { QualificationsModule } from './qualifications/qualifications.module.js';
import { TrainerRegisterModule } from './trainers/trainer-register.module.js';
import { OwnRecordsModule } from './own-records/own-records.module.js';

/** The register of trainers: what they may teach and proctor, and what they are to learn. */
@Module({
  imports: [
    SubgraphModule.extending(Person, Academy, Programme),
    OwnRecordsModule,
    EventsModule.follow('academies', { copies: [academyCopy, personCopy] }),
    EventsModule.follow('courses', { copies: [courseCopy, completionCopy] }),
    EventsModule.follow('certifications', { copies: [examCopy, examPassCopy] }),
    TrainerRegisterModule,
    QualificationsModule,
    PlansModule,
  ],
})
export class TrainersModule {}
