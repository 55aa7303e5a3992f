import { Context, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { type GraphQLContext, Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Open, Params, Runs } from '@takwin/platform/http';
import { answering, asked, Import, Imports } from '@takwin/platform/imports';
import { ImportConfirmation } from '../graphql-types.js';
import { CancelImport, CancelImportHandler } from './cancel-import.js';
import { ConfirmImport, ConfirmImportHandler } from './confirm-import.js';
import { FindImportHandler, FindImports, ImportsOfAnyKind } from './find-import.js';

const description =
  'Lists the files of one kind that were taken in, the newest first, a page at a time: from the service that takes' +
  ' that kind, whose rule decides who may read them.';

@Resolver()
export class ImportResolver {
  constructor(
    private readonly search: FindImportHandler,
    private readonly confirmation: ConfirmImportHandler,
    private readonly cancellation: CancelImportHandler,
  ) {}

  @Mutation(() => ImportConfirmation)
  @Runs(ConfirmImport)
  confirmImport(@By() actor: Actor, @Input(ConfirmImport) command: ConfirmImport) {
    return this.confirmation.run(actor, command);
  }

  @Mutation(() => Import)
  @Runs(CancelImport)
  cancelImport(@By() actor: Actor, @Input(CancelImport) command: CancelImport) {
    return this.cancellation.run(actor, command);
  }

  @Query(() => Imports, { nullable: true, description })
  @Open('each kind is judged by the service that takes it')
  imports(@Params(ImportsOfAnyKind) query: ImportsOfAnyKind, @Context() context: GraphQLContext) {
    const elsewhere = asked(query);
    const isHere = FindImports.safeParse(query).success;
    return isHere ? answering(context, FindImports, elsewhere, (...about) => this.search.run(...about)) : elsewhere;
  }
}
