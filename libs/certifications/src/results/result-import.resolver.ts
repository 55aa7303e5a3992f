import { ResolveReference, Resolver } from '@nestjs/graphql';
import type { GraphQLContext } from '@takwin/platform/graphql';
import { Runs } from '@takwin/platform/http';
import { answering, type Asked, ResultImports } from '@takwin/platform/imports';
import { FindResultImportHandler, FindResultImports } from './find-result-import.js';

@Resolver(() => ResultImports)
export class ResultImportResolver {
  constructor(private readonly search: FindResultImportHandler) {}

  @ResolveReference()
  @Runs(FindResultImports)
  reference(asked: Asked, context: GraphQLContext) {
    return answering(context, FindResultImports, asked, (...about) => this.search.run(...about));
  }
}
