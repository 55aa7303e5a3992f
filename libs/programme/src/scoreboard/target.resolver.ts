import { Parent, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Connection, graphqlObject, ResolveField } from '@takwin/platform/graphql';
import { By, InPart, Runs } from '@takwin/platform/http';
import { Paging } from '@takwin/platform/schema';
import { EvidenceShown, EvidenceView } from './evidence.js';
import { FindEvidence, FindEvidenceHandler } from './find-evidence.js';
import { TargetView } from './programme.js';

const EvidencePages = Connection(graphqlObject(EvidenceView), EvidenceShown);

@Resolver(() => graphqlObject(TargetView))
export class TargetResolver {
  constructor(private readonly search: FindEvidenceHandler) {}

  @ResolveField(() => EvidencePages, { nullable: true, description: 'What counts, each with what proves it' })
  @Runs(FindEvidence)
  evidence(@By() actor: Actor, @Parent() { id, region, on }: TargetView, @InPart(Paging) page: Paging) {
    return this.search.run(actor, { id, region: region ?? undefined, on, ...page });
  }
}
