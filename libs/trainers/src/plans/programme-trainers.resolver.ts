import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { ResolveField } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import { CountUpskilled, CountUpskilledHandler } from './count-upskilled.js';
import { Programme } from '../graphql-types.js';

@Resolver(() => Programme)
export class ProgrammeTrainersResolver {
  constructor(private readonly count: CountUpskilledHandler) {}

  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount from the register of trainers; the scoreboard must agree',
  })
  @Runs(CountUpskilled)
  trainersUpskilled(@By() actor: Actor, @Params(CountUpskilled) query: CountUpskilled) {
    return this.count.run(actor, query);
  }
}
