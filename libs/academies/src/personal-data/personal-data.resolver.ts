import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { graphqlObject, Query } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import { PersonalDataView } from './personal-data.js';
import { ReadPersonalData, ReadPersonalDataHandler } from './read-personal-data.js';

const PersonalData = graphqlObject(PersonalDataView);

@Resolver()
export class PersonalDataResolver {
  constructor(private readonly reading: ReadPersonalDataHandler) {}

  @Query(() => PersonalData, { nullable: true })
  @Runs(ReadPersonalData)
  personalData(@By() actor: Actor, @Params(ReadPersonalData) query: ReadPersonalData) {
    return this.reading.run(actor, query);
  }
}
