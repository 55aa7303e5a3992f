import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import type { Language } from '@takwin/platform/errors';
import { Query } from '@takwin/platform/graphql';
import { By, Params, Runs, Spoken } from '@takwin/platform/http';
import { Imports } from '@takwin/platform/imports';
import { FindImportHandler, FindImportsByKind } from './find-import.js';

@Resolver()
export class ImportResolver {
  constructor(private readonly search: FindImportHandler) {}

  @Query(() => Imports, { nullable: true })
  @Runs(FindImportsByKind)
  imports(@By() actor: Actor, @Params(FindImportsByKind) query: FindImportsByKind, @Spoken() language: Language) {
    return this.search.byKind(actor, query, language);
  }
}
