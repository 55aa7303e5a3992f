import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Runs } from '@takwin/platform/http';
import { OwnRecordsView } from '@takwin/platform/own-records';
import { ReadOwnLearning, ReadOwnLearningHandler } from './read-own-records.js';

@Controller('v1/own-records/courses')
export class OwnRecordsController {
  constructor(private readonly own: ReadOwnLearningHandler) {}

  @Get()
  @Runs(ReadOwnLearning, OwnRecordsView)
  read(@By() actor: Actor) {
    return this.own.run(actor);
  }
}
