import { Module } from '@nestjs/common';
import { EvaluateLiteracyHandler } from './evaluate-literacy.js';
import { LiteracyController } from './literacy.controller.js';
import { LiteracyResolver } from './literacy.resolver.js';

/** The digital-literacy programme of 30 hours. */
@Module({ controllers: [LiteracyController], providers: [EvaluateLiteracyHandler, LiteracyResolver] })
export class LiteracyModule {}
