import { Module } from '@nestjs/common';
import { CinVaultModule } from '../persons/cin-vault.module.js';
import { CorrectionResolver } from './correction.resolver.js';
import { CorrectionsController } from './corrections.controller.js';
import { CorrectPersonHandler } from './correct-person.js';
import { FindCorrectionsHandler } from './find-corrections.js';

/** What was wrong of who persons are, and is right by now. */
@Module({
  imports: [CinVaultModule],
  controllers: [CorrectionsController],
  providers: [CorrectPersonHandler, FindCorrectionsHandler, CorrectionResolver],
})
export class CorrectionsModule {}
