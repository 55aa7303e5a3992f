import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { ResolveField } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import { CountCertificationsHandler, CountCertifications } from './count-certifications.js';
import { Programme } from '../graphql-types.js';

@Resolver(() => Programme)
export class ProgrammeCertificationsResolver {
  constructor(private readonly count: CountCertificationsHandler) {}

  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount of distinct persons and certifications; the scoreboard must agree',
  })
  @Runs(CountCertifications)
  certificationsAchieved(@By() actor: Actor, @Params(CountCertifications) query: CountCertifications) {
    return this.count.run(actor, query);
  }
}
