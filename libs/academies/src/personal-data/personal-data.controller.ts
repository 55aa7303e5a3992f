import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { PersonalDataView } from './personal-data.js';
import { ReadPersonalData, ReadPersonalDataHandler } from './read-personal-data.js';

@Controller('v1/personal-data')
export class PersonalDataController {
  constructor(private readonly reading: ReadPersonalDataHandler) {}

  @Get()
  @Runs(ReadPersonalData, PersonalDataView)
  read(@By() actor: Actor, @Request(ReadPersonalData) query: ReadPersonalData) {
    return this.reading.run(actor, query);
  }
}
