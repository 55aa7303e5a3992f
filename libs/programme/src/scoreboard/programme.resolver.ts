import { Mutation, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { type Actor, grant } from '@takwin/platform/auth';
import { type GraphQLContext, graphqlObject } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { AccreditedAcademies, RecountAcademies } from './count-accredited-academies.js';
import { ProgrammeView } from './programme.js';
import { ReadProgrammeHandler, ReadProgramme } from './read-programme.js';
import { SetTarget, SetTargetHandler } from './set-target.js';

const Programme = graphqlObject(ProgrammeView, '@key(fields: "id")');

@Resolver(() => Programme)
export class ProgrammeResolver {
  constructor(
    private readonly reading: ReadProgrammeHandler,
    private readonly setting: SetTargetHandler,
    private readonly academies: AccreditedAcademies,
  ) {}

  @Query(() => Programme, { nullable: true })
  @Runs(ReadProgramme)
  programme(@By() actor: Actor, @Params(ReadProgramme) query: ReadProgramme) {
    return this.reading.run(actor, query);
  }

  @ResolveReference()
  @Runs(ReadProgramme)
  reference(_: { id: string }, context: GraphQLContext) {
    return this.reading.run(grant(context.req, ReadProgramme), {});
  }

  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount from the register of academies; the scoreboard must agree',
  })
  @Runs(RecountAcademies)
  accreditedAcademies(@By() actor: Actor, @Params(RecountAcademies) query: RecountAcademies) {
    return this.academies.run(actor, query);
  }

  @Mutation(() => Programme)
  @Runs(SetTarget)
  setTarget(@By() actor: Actor, @Input(SetTarget) command: SetTarget) {
    return this.setting.run(actor, command);
  }
}
