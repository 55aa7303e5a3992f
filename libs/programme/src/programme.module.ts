import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { SubgraphModule } from '@takwin/platform/graphql';
import { follows } from './follows.js';
import type { AccreditedAcademies } from './scoreboard/count-accredited-academies.js';
import { ScoreboardModule } from './scoreboard/scoreboard.module.js';

const followed = (Object.keys(follows) as (keyof typeof follows)[]).map((log) =>
  EventsModule.follow(log, { copies: follows[log] }),
);

/** The convention's scoreboard, projected from what all five services publish. */
@Module({ imports: [SubgraphModule, ...followed] })
export class ProgrammeModule {
  /** See ScoreboardModule. */
  static recountedBy(register: Type, count: Type<AccreditedAcademies>): DynamicModule {
    return { module: ProgrammeModule, imports: [ScoreboardModule.recountedBy(register, count)] };
  }
}
