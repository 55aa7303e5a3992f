import { Directive, Parent, Resolver } from '@nestjs/graphql';
import type { ProgrammeAsked } from '@takwin/contracts/convention';
import type { Actor } from '@takwin/platform/auth';
import { ResolveField } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import { CountUpskilled, CountUpskilledHandler } from './count-upskilled.js';
import { Programme } from '../graphql-types.js';

@Resolver(() => Programme)
export class ProgrammeTrainersResolver {
  constructor(private readonly count: CountUpskilledHandler) {}

  @Directive('@requires(fields: "region on")')
  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount from the register of trainers; the scoreboard of the region and day asked for must agree',
  })
  @Runs(CountUpskilled)
  trainersUpskilled(
    @By() actor: Actor,
    @Parent() asked: ProgrammeAsked,
    @Params(CountUpskilled) query: CountUpskilled,
  ) {
    return this.count.run(actor, { ...asked, ...query });
  }
}
