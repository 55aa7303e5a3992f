import { Module } from '@nestjs/common';
import { InterruptedProcessor } from './interrupted.processor.js';
import { LapseInterruptedHandler } from './lapse-interrupted.js';

/** What ends the exams that were interrupted and did not go on. */
@Module({ providers: [LapseInterruptedHandler, InterruptedProcessor] })
export class ExamDayWorkModule {}
