import { Controller, Get, Patch } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { PersonView } from '../persons/person.js';
import { CorrectionView } from './correction.js';
import { CorrectPerson, CorrectPersonHandler } from './correct-person.js';
import { FindCorrections, FindCorrectionsHandler } from './find-corrections.js';

@Controller('v1/persons')
export class CorrectionsController {
  constructor(
    private readonly correcting: CorrectPersonHandler,
    private readonly search: FindCorrectionsHandler,
  ) {}

  @Patch(':id/identity')
  @Runs(CorrectPerson, PersonView)
  correct(@By() actor: Actor, @Request(CorrectPerson) command: CorrectPerson) {
    return this.correcting.run(actor, command);
  }

  @Get(':personId/corrections')
  @Runs(FindCorrections, pageOf(CorrectionView))
  list(@By() actor: Actor, @Request(FindCorrections) query: FindCorrections) {
    return this.search.run(actor, query);
  }
}
