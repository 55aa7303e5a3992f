import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { graphqlObject, Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { Erasure, Erasures } from '../graphql-types.js';
import { AcceptErasure, DecideErasureHandler, RefuseErasure } from './decide-erasure.js';
import { FindErasure, FindErasures, FindErasuresHandler } from './find-erasures.js';
import { ErasureTermsView, ReadErasureTerms, ReadErasureTermsHandler } from './read-erasure-terms.js';
import { RequestErasure, RequestErasureHandler } from './request-erasure.js';

const ErasureTerms = graphqlObject(ErasureTermsView);

@Resolver(() => Erasure)
export class ErasureResolver {
  constructor(
    private readonly asking: RequestErasureHandler,
    private readonly decision: DecideErasureHandler,
    private readonly search: FindErasuresHandler,
    private readonly terms: ReadErasureTermsHandler,
  ) {}

  @Query(() => Erasure, { nullable: true })
  @Runs(FindErasure)
  erasure(@By() actor: Actor, @Params(FindErasure) query: FindErasure) {
    return this.search.one(actor, query);
  }

  @Query(() => Erasures, { nullable: true })
  @Runs(FindErasures)
  erasures(@By() actor: Actor, @Params(FindErasures) query: FindErasures) {
    return this.search.run(actor, query);
  }

  @Query(() => ErasureTerms, { nullable: true })
  @Runs(ReadErasureTerms)
  erasureTerms(@By() actor: Actor, @Params(ReadErasureTerms) query: ReadErasureTerms) {
    return this.terms.run(actor, query);
  }

  @Mutation(() => Erasure)
  @Runs(RequestErasure)
  requestErasure(@By() actor: Actor, @Input(RequestErasure) command: RequestErasure) {
    return this.asking.run(actor, command);
  }

  @Mutation(() => Erasure)
  @Runs(AcceptErasure)
  acceptErasure(@By() actor: Actor, @Input(AcceptErasure) command: AcceptErasure) {
    return this.decision.accept(actor, command);
  }

  @Mutation(() => Erasure)
  @Runs(RefuseErasure)
  refuseErasure(@By() actor: Actor, @Input(RefuseErasure) command: RefuseErasure) {
    return this.decision.refuse(actor, command);
  }
}
