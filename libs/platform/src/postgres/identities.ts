import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../auth/actor.js';
import { Identities } from '../auth/caller.js';
import { Database } from './database.js';

const ME = systemActor('identities');

/** Whose ids are now, by `person_now` of a service's own; where a service knows of no persons, all are who they are. */
@Injectable()
export class DatabaseIdentities extends Identities {
  #follows?: Promise<boolean>;

  constructor(private readonly db: Database) {
    super();
  }

  async now(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    this.#follows ??= this.#lookUp();
    if (!(await this.#follows)) return new Map();
    const others = await this.db.readByKey(ME, (tx) =>
      tx.query<{ id: string; now: string }>(sql`
        select id, person_now(id) as now from unnest(${ids}::uuid[]) id where person_now(id) <> id`),
    );
    return new Map(others.map(({ id, now }) => [id, now]));
  }

  async #lookUp(): Promise<boolean> {
    const row = await this.db.readAs(ME, (tx) =>
      tx.one<{ there: boolean }>(sql`select to_regprocedure('person_now(uuid)') is not null as there`),
    );
    return row!.there;
  }
}
