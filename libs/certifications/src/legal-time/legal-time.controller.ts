import { Controller, Get, Post, Put } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import {
  FindMovedSittings,
  MovedSittings,
  RetimedSittings,
  RetimeSittings,
  RetimeSittingsHandler,
} from './retime-sittings.js';
import { SetCalendarHandler, CalendarView, FindCalendar, SetHoliday, SetRamadan } from './set-calendar.js';

@Controller('v1/legal-time')
export class LegalTimeController {
  constructor(
    private readonly calendar: SetCalendarHandler,
    private readonly retiming: RetimeSittingsHandler,
  ) {}

  @Get('calendar')
  @Runs(FindCalendar, CalendarView)
  find(@By() actor: Actor, @Request(FindCalendar) query: FindCalendar) {
    return this.calendar.find(actor, query);
  }

  @Put('holidays/:day')
  @Runs(SetHoliday, CalendarView)
  setHoliday(@By() actor: Actor, @Request(SetHoliday) command: SetHoliday) {
    return this.calendar.setHoliday(actor, command);
  }

  @Put('ramadans/:hijriYear')
  @Runs(SetRamadan, CalendarView)
  setRamadan(@By() actor: Actor, @Request(SetRamadan) command: SetRamadan) {
    return this.calendar.setRamadan(actor, command);
  }

  @Get('moved-sittings')
  @Runs(FindMovedSittings, MovedSittings)
  moved(@By() actor: Actor) {
    return this.retiming.find(actor);
  }

  @Post('retime')
  @Runs(RetimeSittings, RetimedSittings)
  retime(@By() actor: Actor, @Request(RetimeSittings) command: RetimeSittings) {
    return this.retiming.run(actor, command);
  }
}
