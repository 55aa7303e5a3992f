import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { FindMovedSittings, RetimeSittings, RetimeSittingsHandler } from './retime-sittings.js';
import { SetCalendarHandler, FindCalendar, SetHoliday, SetRamadan } from './set-calendar.js';
import { LegalCalendar, MovedSittings, RetimedSittings } from '../graphql-types.js';

@Resolver()
export class LegalTimeResolver {
  constructor(
    private readonly calendar: SetCalendarHandler,
    private readonly retiming: RetimeSittingsHandler,
  ) {}

  @Query(() => LegalCalendar, { nullable: true })
  @Runs(FindCalendar)
  legalCalendar(@By() actor: Actor, @Params(FindCalendar) query: FindCalendar) {
    return this.calendar.find(actor, query);
  }

  @Query(() => MovedSittings, { nullable: true })
  @Runs(FindMovedSittings)
  movedSittings(@By() actor: Actor) {
    return this.retiming.find(actor);
  }

  @Mutation(() => LegalCalendar)
  @Runs(SetHoliday)
  setHoliday(@By() actor: Actor, @Input(SetHoliday) command: SetHoliday) {
    return this.calendar.setHoliday(actor, command);
  }

  @Mutation(() => LegalCalendar)
  @Runs(SetRamadan)
  setRamadan(@By() actor: Actor, @Input(SetRamadan) command: SetRamadan) {
    return this.calendar.setRamadan(actor, command);
  }

  @Mutation(() => RetimedSittings)
  @Runs(RetimeSittings)
  retimeSittings(@By() actor: Actor, @Input(RetimeSittings) command: RetimeSittings) {
    return this.retiming.run(actor, command);
  }
}
