import { Context, Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, listed, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, InPart, Input, Open, Params, Runs } from '@takwin/platform/http';
import { Beginning, beginningOf, type Part } from '@takwin/platform/schema';
import type { PersonView, PlacementView } from './person.js';
import { FindAcademiesHandler, FindAcademy } from '../academies/find-academies.js';
import { ChangePerson, ChangePersonHandler } from './change-person.js';
import { ConfirmPerson, ConfirmPersonHandler } from './confirm-person.js';
import { DeactivatePerson, DeactivatePersonHandler, ReactivatePerson } from './deactivate-person.js';
import { FindPerson, FindPersons, FindPersonsHandler } from './find-persons.js';
import { RegisterPersonHandler, RegisterPerson } from './register-person.js';
import { Academy, Person, Persons, Placement } from '../graphql-types.js';

@Resolver(() => Person)
export class PersonResolver {
  constructor(
    private readonly search: FindPersonsHandler,
    private readonly academies: FindAcademiesHandler,
    private readonly registration: RegisterPersonHandler,
    private readonly changing: ChangePersonHandler,
    private readonly deactivation: DeactivatePersonHandler,
    private readonly confirmation: ConfirmPersonHandler,
  ) {}

  @Query(() => Person, { nullable: true })
  @Runs(FindPerson)
  person(@By() actor: Actor, @Params(FindPerson) query: FindPerson) {
    return this.search.one(actor, query);
  }

  @Query(() => Persons, { nullable: true })
  @Runs(FindPersons)
  persons(@By() actor: Actor, @Params(FindPersons) query: FindPersons) {
    return this.search.find(actor, query);
  }

  @ResolveReference()
  @Runs(FindPerson)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindPerson, this.search.byIds, id);
  }

  @ResolveField(() => Academy, { nullable: true })
  @Runs(FindAcademy)
  academy(@Parent() { academyId }: PersonView, @Context() context: GraphQLContext) {
    return batched(context, FindAcademy, this.academies.byIds, academyId);
  }

  @ResolveField(() => [Placement])
  @Open('part of a person whom the caller was shown')
  placements(@Parent() { placements }: PersonView, @InPart(Beginning) part: Beginning) {
    return beginningOf(placements, part);
  }

  @Mutation(() => Person)
  @Runs(RegisterPerson)
  registerPerson(@By() actor: Actor, @Input(RegisterPerson) command: RegisterPerson) {
    return this.registration.run(actor, command);
  }

  @Mutation(() => Person)
  @Runs(ChangePerson)
  changePerson(@By() actor: Actor, @Input(ChangePerson) command: ChangePerson) {
    return this.changing.run(actor, command);
  }

  @Mutation(() => Person)
  @Runs(ConfirmPerson)
  confirmPerson(@By() actor: Actor, @Input(ConfirmPerson) command: ConfirmPerson) {
    return this.confirmation.run(actor, command);
  }

  @Mutation(() => Person)
  @Runs(DeactivatePerson)
  deactivatePerson(@By() actor: Actor, @Input(DeactivatePerson) command: DeactivatePerson) {
    return this.deactivation.deactivate(actor, command);
  }

  @Mutation(() => Person)
  @Runs(ReactivatePerson)
  reactivatePerson(@By() actor: Actor, @Input(ReactivatePerson) command: ReactivatePerson) {
    return this.deactivation.reactivate(actor, command);
  }
}

@Resolver(() => Placement)
export class PlacementResolver {
  constructor(private readonly academies: FindAcademiesHandler) {}

  @ResolveField(() => Academy, { nullable: true })
  @Runs(FindAcademy)
  academy(@Parent() { academyId }: PlacementView, @Context() context: GraphQLContext) {
    return batched(context, FindAcademy, this.academies.byIds, academyId);
  }
}

@Resolver(() => Academy)
export class AcademyPersonsResolver {
  constructor(private readonly search: FindPersonsHandler) {}

  @ResolveField(() => [Person], { nullable: true, description: 'Those whose home academy it is' })
  @Runs(FindPersons)
  persons(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindPersons, this.search.byAcademies, id, part);
  }
}
