import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Query } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import {
  FindCataloguedCertification,
  FindCataloguedCertifications,
  FindCataloguedCertificationsHandler,
} from './find-catalogued-certifications.js';
import { CataloguedCertification, CataloguedCertifications } from '../graphql-types.js';

@Resolver(() => CataloguedCertification)
export class CataloguedCertificationResolver {
  constructor(private readonly search: FindCataloguedCertificationsHandler) {}

  @Query(() => CataloguedCertifications, { nullable: true })
  @Runs(FindCataloguedCertifications)
  cataloguedCertifications(
    @By() actor: Actor,
    @Params(FindCataloguedCertifications) query: FindCataloguedCertifications,
  ) {
    return this.search.run(actor, query);
  }

  @Query(() => CataloguedCertification, { nullable: true })
  @Runs(FindCataloguedCertification)
  cataloguedCertification(@By() actor: Actor, @Params(FindCataloguedCertification) query: FindCataloguedCertification) {
    return this.search.one(actor, query);
  }
}
