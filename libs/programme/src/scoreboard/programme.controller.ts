import { Controller, Get, Patch } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { EvidencePage } from './evidence.js';
import { FindEvidence, FindEvidenceHandler } from './find-evidence.js';
import { ProgrammeView } from './programme.js';
import { ReadProgrammeHandler, ReadProgramme } from './read-programme.js';
import { SetTarget, SetTargetHandler } from './set-target.js';

@Controller('v1/programme')
export class ProgrammeController {
  constructor(
    private readonly reading: ReadProgrammeHandler,
    private readonly setting: SetTargetHandler,
    private readonly evidence: FindEvidenceHandler,
  ) {}

  @Get()
  @Runs(ReadProgramme, ProgrammeView)
  read(@By() actor: Actor, @Request(ReadProgramme) query: ReadProgramme) {
    return this.reading.run(actor, query);
  }

  @Get('targets/:id/evidence')
  @Runs(FindEvidence, EvidencePage)
  findEvidence(@By() actor: Actor, @Request(FindEvidence) query: FindEvidence) {
    return this.evidence.run(actor, query);
  }

  @Patch('targets/:id')
  @Runs(SetTarget, ProgrammeView)
  setTarget(@By() actor: Actor, @Request(SetTarget) command: SetTarget) {
    return this.setting.run(actor, command);
  }
}
