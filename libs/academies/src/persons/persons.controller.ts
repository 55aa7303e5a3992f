import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { PersonView } from './person.js';
import { FindPerson, FindPersonsHandler, PersonsFound, SearchPersons } from './find-persons.js';
import { RegisterPersonHandler, RegisterPerson } from './register-person.js';

@Controller('v1/persons')
export class PersonsController {
  constructor(
    private readonly search: FindPersonsHandler,
    private readonly registration: RegisterPersonHandler,
  ) {}

  @Post()
  @Runs(RegisterPerson, PersonView, 201)
  register(@By() actor: Actor, @Request(RegisterPerson) command: RegisterPerson) {
    return this.registration.run(actor, command);
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
}
