import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Runs } from '@takwin/platform/http';
import { OwnRecordsView } from '@takwin/platform/own-records';
import { ReadOwnRegister, ReadOwnRegisterHandler } from './read-own-records.js';

@Controller('v1/own-records/academies')
export class OwnRecordsController {
  constructor(private readonly own: ReadOwnRegisterHandler) {}

  @Get()
  @Runs(ReadOwnRegister, OwnRecordsView)
  read(@By() actor: Actor) {
    return this.own.run(actor);
  }
}
