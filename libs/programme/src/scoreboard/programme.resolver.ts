import { Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, graphqlObject, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, InPart, Input, Open, Params, Runs } from '@takwin/platform/http';
import { AccreditedAcademies, RecountAcademies } from './count-accredited-academies.js';
import { ProgrammeView, TargetView } from './programme.js';
import { ReadProgrammeHandler, ReadProgramme } from './read-programme.js';
import { SetTarget, SetTargetHandler } from './set-target.js';
import { OneTarget } from './target.js';

const Programme = graphqlObject(ProgrammeView, '@key(fields: "id")');
const Target = graphqlObject(TargetView);

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
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, ReadProgramme, this.reading.byIds, id);
  }

  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount from the register of academies; the scoreboard of the region and day asked for must agree',
  })
  @Runs(RecountAcademies)
  accreditedAcademies(
    @By() actor: Actor,
    @Parent() { region, on }: ProgrammeView,
    @Params(RecountAcademies) query: RecountAcademies,
  ) {
    return this.academies.run(actor, { region, on, ...query });
  }

  @ResolveField(() => Target, { nullable: true, description: 'One of the targets, by its id' })
  @Open('One of the targets of the programme that was read')
  target(@Parent() { targets }: ProgrammeView, @InPart(OneTarget) { id }: OneTarget) {
    return targets.find((target) => target.id === id);
  }

  @Mutation(() => Programme)
  @Runs(SetTarget)
  setTarget(@By() actor: Actor, @Input(SetTarget) command: SetTarget) {
    return this.setting.run(actor, command);
  }
}
