import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Query } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import { FindCertification, FindCertificationHandler } from './find-certification.js';
import { HeldCertification } from '../graphql-types.js';

@Resolver()
export class CertificationResolver {
  constructor(private readonly finding: FindCertificationHandler) {}

  @Query(() => HeldCertification, { nullable: true })
  @Runs(FindCertification)
  heldCertification(@By() actor: Actor, @Params(FindCertification) query: FindCertification) {
    return this.finding.run(actor, query);
  }
}
