import { Context, Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, listed, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, InPart, Input, Params, Runs } from '@takwin/platform/http';
import type { Part } from '@takwin/platform/schema';
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
import { Academies, Academy, Room } from '../graphql-types.js';

@Resolver(() => Academy)
export class AcademyResolver {
  constructor(
    private readonly search: FindAcademiesHandler,
    private readonly registration: RegisterAcademyHandler,
    private readonly changing: ChangeAcademyHandler,
  ) {}

  @Query(() => Academies, { nullable: true })
  @Runs(FindAcademies)
  academies(@By() actor: Actor, @Params(FindAcademies) query: FindAcademies) {
    return this.search.run(actor, query);
  }

  @Query(() => Academy, { nullable: true })
  @Runs(FindAcademy)
  academy(@By() actor: Actor, @Params(FindAcademy) query: FindAcademy) {
    return this.search.one(actor, query);
  }

  @ResolveReference()
  @Runs(FindAcademy)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindAcademy, this.search.byIds, id);
  }

  @ResolveField(() => [Room], { nullable: true })
  @Runs(FindAcademy)
  rooms(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindAcademy, this.search.roomsByAcademies, id, part);
  }

  @Mutation(() => Academy)
  @Runs(RegisterAcademy)
  registerAcademy(@By() actor: Actor, @Input(RegisterAcademy) command: RegisterAcademy) {
    return this.registration.run(actor, command);
  }

  @Mutation(() => Academy)
  @Runs(ChangeAcademy)
  changeAcademy(@By() actor: Actor, @Input(ChangeAcademy) command: ChangeAcademy) {
    return this.changing.change(actor, command);
  }

  @Mutation(() => Academy)
  @Runs(AccreditAcademy)
  accreditAcademy(@By() actor: Actor, @Input(AccreditAcademy) command: AccreditAcademy) {
    return this.changing.accredit(actor, command);
  }

  @Mutation(() => Academy)
  @Runs(RenewMembership)
  renewMembership(@By() actor: Actor, @Input(RenewMembership) command: RenewMembership) {
    return this.changing.renew(actor, command);
  }

  @Mutation(() => Academy)
  @Runs(SuspendAcademy)
  suspendAcademy(@By() actor: Actor, @Input(SuspendAcademy) command: SuspendAcademy) {
    return this.changing.suspend(actor, command);
  }

  @Mutation(() => Academy)
  @Runs(ReinstateAcademy)
  reinstateAcademy(@By() actor: Actor, @Input(ReinstateAcademy) command: ReinstateAcademy) {
    return this.changing.reinstate(actor, command);
  }

  @Mutation(() => Academy)
  @Runs(CloseAcademy)
  closeAcademy(@By() actor: Actor, @Input(CloseAcademy) command: CloseAcademy) {
    return this.changing.close(actor, command);
  }
}
