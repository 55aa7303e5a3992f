import { Controller, Get, Patch, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { PersonView } from './person.js';
import { ChangePerson, ChangePersonHandler } from './change-person.js';
import { ConfirmPerson, ConfirmPersonHandler } from './confirm-person.js';
import { DeactivatePerson, DeactivatePersonHandler, ReactivatePerson } from './deactivate-person.js';
import { FindPerson, FindPersons, FindPersonsHandler, PersonsFound, SearchPersons } from './find-persons.js';
import { RegisterPersonHandler, RegisterPerson } from './register-person.js';

@Controller('v1/persons')
export class PersonsController {
  constructor(
    private readonly search: FindPersonsHandler,
    private readonly registration: RegisterPersonHandler,
    private readonly changing: ChangePersonHandler,
    private readonly deactivation: DeactivatePersonHandler,
    private readonly confirmation: ConfirmPersonHandler,
  ) {}

  @Post()
  @Runs(RegisterPerson, PersonView, 201)
  register(@By() actor: Actor, @Request(RegisterPerson) command: RegisterPerson) {
    return this.registration.run(actor, command);
  }

  @Get()
  @Runs(FindPersons, pageOf(PersonView))
  list(@By() actor: Actor, @Request(FindPersons) query: FindPersons) {
    return this.search.find(actor, query);
  }

  @Post('search')
  @Runs(SearchPersons, PersonsFound)
  find(@By() actor: Actor, @Request(SearchPersons) query: SearchPersons) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindPerson, PersonView)
  one(@By() actor: Actor, @Request(FindPerson) query: FindPerson) {
    return this.search.one(actor, query);
  }

  @Patch(':id')
  @Runs(ChangePerson, PersonView)
  change(@By() actor: Actor, @Request(ChangePerson) command: ChangePerson) {
    return this.changing.run(actor, command);
  }

  @Post(':id/confirm')
  @Runs(ConfirmPerson, PersonView)
  confirm(@By() actor: Actor, @Request(ConfirmPerson) command: ConfirmPerson) {
    return this.confirmation.run(actor, command);
  }

  @Post(':id/deactivate')
  @Runs(DeactivatePerson, PersonView)
  deactivate(@By() actor: Actor, @Request(DeactivatePerson) command: DeactivatePerson) {
    return this.deactivation.deactivate(actor, command);
  }

  @Post(':id/reactivate')
  @Runs(ReactivatePerson, PersonView)
  reactivate(@By() actor: Actor, @Request(ReactivatePerson) command: ReactivatePerson) {
    return this.deactivation.reactivate(actor, command);
  }
}
