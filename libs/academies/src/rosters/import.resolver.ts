import { Context, Resolver } from '@nestjs/graphql';
import { type GraphQLContext, Query } from '@takwin/platform/graphql';
import { Open, Params } from '@takwin/platform/http';
import { answering, asked, Imports } from '@takwin/platform/imports';
import { FindImportHandler, FindImports, ImportsOfAnyKind } from './find-import.js';

const description =
  'Lists the files of one kind that were taken in, the newest first, a page at a time: from the service that takes' +
  ' that kind, whose rule decides who may read them.';

@Resolver()
export class ImportResolver {
  constructor(private readonly search: FindImportHandler) {}

  @Query(() => Imports, { nullable: true, description })
  @Open('each kind is judged by the service that takes it')
  imports(@Params(ImportsOfAnyKind) query: ImportsOfAnyKind, @Context() context: GraphQLContext) {
    const elsewhere = asked(query);
    const isHere = FindImports.safeParse(query).success;
    return isHere ? answering(context, FindImports, elsewhere, (...about) => this.search.run(...about)) : elsewhere;
  }
}
