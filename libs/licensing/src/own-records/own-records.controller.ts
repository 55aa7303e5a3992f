import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Runs } from '@takwin/platform/http';
import { OwnRecordsView } from '@takwin/platform/own-records';
import { ReadOwnLicences, ReadOwnLicencesHandler } from './read-own-records.js';

@Controller('v1/own-records/licensing')
export class OwnRecordsController {
  constructor(private readonly own: ReadOwnLicencesHandler) {}

  @Get()
  @Runs(ReadOwnLicences, OwnRecordsView)
  read(@By() actor: Actor) {
    return this.own.run(actor);
  }
}
