import { Module } from '@nestjs/common';
import { retentions } from '@takwin/contracts/events/retention';
import { fromEnvironment } from '@takwin/platform/config';
import { EventsModule, reaction } from '@takwin/platform/events';
import { PersonalDataController } from './personal-data.controller.js';
import { PersonalDataResolver } from './personal-data.resolver.js';
import { KeptDays, ReadPersonalDataHandler, RetentionEnv } from './read-personal-data.js';
import { noteRuns } from './retention-report.writer.js';

const followed = retentions.map((ran) =>
  EventsModule.follow(ran.log, {
    reactions: [
      reaction(ran, (tx, changes) =>
        noteRuns(
          tx,
          ran.log,
          changes.map(({ state }) => state),
        ),
      ),
    ],
  }),
);

/** What is declared of personal data, and what was removed at the end of its time. */
@Module({
  imports: followed,
  controllers: [PersonalDataController],
  providers: [
    fromEnvironment(KeptDays, RetentionEnv, ({ RETENTION }) => new KeptDays(RETENTION)),
    ReadPersonalDataHandler,
    PersonalDataResolver,
  ],
})
export class PersonalDataModule {}
