import { Module } from '@nestjs/common';
import { erasures } from '@takwin/contracts/events/erasure';
import { EventsModule, reaction } from '@takwin/platform/events';
import { CinVaultModule } from '../persons/cin-vault.module.js';
import { DecideErasureHandler } from './decide-erasure.js';
import { noteReports } from './erasure.writer.js';
import { ErasureResolver } from './erasure.resolver.js';
import { ErasuresController, ErasureTermsController } from './erasures.controller.js';
import { examToCome, openCharge } from '../copies.js';
import { FindErasuresHandler } from './find-erasures.js';
import { ReadErasureTermsHandler } from './read-erasure-terms.js';
import { RequestErasureHandler } from './request-erasure.js';

const followed = erasures.map((told) =>
  EventsModule.follow(told.log, {
    reactions: [
      reaction(told, (tx, changes) =>
        noteReports(
          tx,
          told.log,
          changes.map(({ id, version, state }) => ({ id, version, ...state })),
        ),
      ),
    ],
  }),
);

/** Persons who ask to be erased. */
@Module({
  imports: [CinVaultModule, EventsModule.follow('certifications', { copies: [examToCome, openCharge] }), ...followed],
  controllers: [ErasuresController, ErasureTermsController],
  providers: [
    RequestErasureHandler,
    DecideErasureHandler,
    FindErasuresHandler,
    ReadErasureTermsHandler,
    ErasureResolver,
  ],
})
export class ErasuresModule {}
