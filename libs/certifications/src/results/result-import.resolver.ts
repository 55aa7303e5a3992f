import { ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { type GraphQLContext, Mutation } from '@takwin/platform/graphql';
import { By, Input, Runs } from '@takwin/platform/http';
import { answering, type Asked, Import, ResultImports } from '@takwin/platform/imports';
import { CancelResultImport, CancelResultImportHandler } from './cancel-result-import.js';
import { FindResultImportHandler, FindResultImports } from './find-result-import.js';

@Resolver(() => ResultImports)
export class ResultImportResolver {
  constructor(
    private readonly search: FindResultImportHandler,
    private readonly cancellation: CancelResultImportHandler,
  ) {}

  @Mutation(() => Import)
  @Runs(CancelResultImport)
  cancelResultImport(@By() actor: Actor, @Input(CancelResultImport) command: CancelResultImport) {
    return this.cancellation.run(actor, command);
  }

  @ResolveReference()
  @Runs(FindResultImports)
  reference(asked: Asked, context: GraphQLContext) {
    return answering(context, FindResultImports, asked, (...about) => this.search.run(...about));
  }
}
