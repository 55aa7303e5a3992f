import { Controller, Get, Patch, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { AcademyView } from './academy.js';
import {
  ChangeAcademyHandler,
  AccreditAcademy,
  ChangeAcademy,
  CloseAcademy,
  ReinstateAcademy,
  RenewMembership,
  SuspendAcademy,
} from './change-academy.js';
import { FindAcademiesHandler, FindAcademies, FindAcademy } from './find-academies.js';
import { RegisterAcademyHandler, RegisterAcademy } from './register-academy.js';

@Controller('v1/academies')
export class AcademiesController {
  constructor(
    private readonly search: FindAcademiesHandler,
    private readonly registration: RegisterAcademyHandler,
    private readonly changing: ChangeAcademyHandler,
  ) {}

  @Get()
  @Runs(FindAcademies, pageOf(AcademyView))
  find(@By() actor: Actor, @Request(FindAcademies) query: FindAcademies) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindAcademy, AcademyView)
  one(@By() actor: Actor, @Request(FindAcademy) query: FindAcademy) {
    return this.search.one(actor, query);
  }

  @Post()
  @Runs(RegisterAcademy, AcademyView, 201)
  register(@By() actor: Actor, @Request(RegisterAcademy) command: RegisterAcademy) {
    return this.registration.run(actor, command);
  }

  @Patch(':id')
  @Runs(ChangeAcademy, AcademyView)
  change(@By() actor: Actor, @Request(ChangeAcademy) command: ChangeAcademy) {
    return this.changing.change(actor, command);
  }

  @Post(':id/accredit')
  @Runs(AccreditAcademy, AcademyView)
  accredit(@By() actor: Actor, @Request(AccreditAcademy) command: AccreditAcademy) {
    return this.changing.accredit(actor, command);
  }

  @Post(':id/renew')
  @Runs(RenewMembership, AcademyView)
  renew(@By() actor: Actor, @Request(RenewMembership) command: RenewMembership) {
    return this.changing.renew(actor, command);
  }

  @Post(':id/suspend')
  @Runs(SuspendAcademy, AcademyView)
  suspend(@By() actor: Actor, @Request(SuspendAcademy) command: SuspendAcademy) {
    return this.changing.suspend(actor, command);
  }

  @Post(':id/reinstate')
  @Runs(ReinstateAcademy, AcademyView)
  reinstate(@By() actor: Actor, @Request(ReinstateAcademy) command: ReinstateAcademy) {
    return this.changing.reinstate(actor, command);
  }

  @Post(':id/close')
  @Runs(CloseAcademy, AcademyView)
  close(@By() actor: Actor, @Request(CloseAcademy) command: CloseAcademy) {
    return this.changing.close(actor, command);
  }
}
