import { Context, Parent, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { Academy, Readiness, ReadinessProof, ReadinessProofs } from '../graphql-types.js';
import { FindReadiness, FindReadinessHandler, FindReadinessProof, FindReadinessProofs } from './find-readiness.js';
import {
  ConfirmReadinessProof,
  RecordProofHandler,
  RecordReadinessProof,
  WithdrawReadinessProof,
} from './record-proof.js';

@Resolver(() => Academy)
export class AcademyReadinessResolver {
  constructor(private readonly search: FindReadinessHandler) {}

  @ResolveField(() => Readiness, { nullable: true })
  @Runs(FindReadiness)
  readiness(@Parent() { id }: { id: string }, @Context() context: GraphQLContext) {
    return batched(context, FindReadiness, this.search.byAcademies, id);
  }
}

@Resolver()
export class ReadinessResolver {
  constructor(
    private readonly search: FindReadinessHandler,
    private readonly recording: RecordProofHandler,
  ) {}

  @Query(() => Readiness, { nullable: true })
  @Runs(FindReadiness)
  readiness(@By() actor: Actor, @Params(FindReadiness) query: FindReadiness) {
    return this.search.readiness(actor, query);
  }

  @Query(() => ReadinessProofs, { nullable: true })
  @Runs(FindReadinessProofs)
  readinessProofs(@By() actor: Actor, @Params(FindReadinessProofs) query: FindReadinessProofs) {
    return this.search.run(actor, query);
  }

  @Query(() => ReadinessProof, { nullable: true })
  @Runs(FindReadinessProof)
  readinessProof(@By() actor: Actor, @Params(FindReadinessProof) query: FindReadinessProof) {
    return this.search.one(actor, query);
  }

  @Mutation(() => ReadinessProof)
  @Runs(RecordReadinessProof)
  recordReadinessProof(@By() actor: Actor, @Input(RecordReadinessProof) command: RecordReadinessProof) {
    return this.recording.record(actor, command);
  }

  @Mutation(() => ReadinessProof)
  @Runs(ConfirmReadinessProof)
  confirmReadinessProof(@By() actor: Actor, @Input(ConfirmReadinessProof) command: ConfirmReadinessProof) {
    return this.recording.confirm(actor, command);
  }

  @Mutation(() => ReadinessProof)
  @Runs(WithdrawReadinessProof)
  withdrawReadinessProof(@By() actor: Actor, @Input(WithdrawReadinessProof) command: WithdrawReadinessProof) {
    return this.recording.withdraw(actor, command);
  }
}
