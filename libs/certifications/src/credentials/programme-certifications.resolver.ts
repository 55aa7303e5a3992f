import { Directive, Parent, Resolver } from '@nestjs/graphql';
import type { ProgrammeAsked } from '@takwin/contracts/convention';
import type { Actor } from '@takwin/platform/auth';
import { ResolveField } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import { CountCertificationsHandler, CountCertifications } from './count-certifications.js';
import { Programme } from '../graphql-types.js';

@Resolver(() => Programme)
export class ProgrammeCertificationsResolver {
  constructor(private readonly count: CountCertificationsHandler) {}

  @Directive('@requires(fields: "region on")')
  @ResolveField(() => Number, {
    nullable: true,
    description:
      'Recount of distinct persons and certifications; the scoreboard of the region and day asked for must agree',
  })
  @Runs(CountCertifications)
  certificationsAchieved(
    @By() actor: Actor,
    @Parent() asked: ProgrammeAsked,
    @Params(CountCertifications) query: CountCertifications,
  ) {
    return this.count.run(actor, { ...asked, ...query });
  }
}
