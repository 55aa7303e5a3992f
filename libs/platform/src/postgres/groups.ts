import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../auth/actor.js';
import { Groups } from '../auth/caller.js';
import type { Database } from './database.js';
import type { Migration } from './migrate.js';

const ME = systemActor('groups');

const OF_COPY = `select subject::uuid from person_copy
      where groups && array(select academy || ' ' || code from unnest(academies) academy, unnest(codes) code)`;

/**
 * `group_members` of a service that knows who is in which groups: `members` selects the ids of those in groups of `academies` and `codes`,
 * unless told by its copy of persons, whose `groups` has each as `groupsOf` names it.
 */
export const groupMembersMigration = (members = OF_COPY): Migration => ({
  name: '2026-12-07-group-members',
  up: `
    create function group_members(academies uuid[], codes text[]) returns setof uuid language sql stable
    begin atomic
      ${members};
    end`,
});

/** What tells groups apart: their codes without blanks, in one case. `group_keys` has those of a copy's `groups`. */
export const groupKeysMigration: Migration = {
  name: '2026-12-08-group-keys',
  up: `
    create function group_key(code text) returns text language sql immutable parallel safe
      return upper(regexp_replace(code, '\\s', '', 'g') collate pg_c_utf8);
    create function group_keys(groups text[]) returns text[] language sql immutable parallel safe
      return array(select group_key(one) from unnest(groups) one);`,
};

const BY_KEYS: Keyed = {
  index: { name: 'person_copy_group_keys', on: 'person_copy using gin (group_keys(groups))' },
  members: `select subject::uuid from person_copy
      where group_keys(groups) && array(select group_key(academy || ' ' || code) from unnest(academies) academy, unnest(codes) code)`,
};
type Keyed = { index: NonNullable<Migration['index']>; members: string };

/** Has `group_members` go by the keys of groups: see `groupMembersMigration`. */
export const groupsByKeyMigration = ({ index, members } = BY_KEYS): Migration => ({
  name: '2026-12-08-groups-by-key',
  index,
  up: `
    create or replace function group_members(academies uuid[], codes text[]) returns setof uuid language sql stable
    begin atomic
      ${members};
    end`,
});

/** Who is in which groups by `group_members` of a service's own; where a service does not know, nobody is. */
@Injectable()
export class DatabaseGroups extends Groups {
  #knows?: Promise<boolean>;

  constructor(private readonly db: Database) {
    super();
  }

  async membersOf(academies: readonly string[], codes: readonly string[]): Promise<readonly string[]> {
    this.#knows ??= this.#lookUp();
    if (!(await this.#knows)) return [];
    const members = await this.db.readAs(ME, (tx) =>
      tx.query<{ id: string }>(sql`select group_members(${academies}::uuid[], ${codes}::text[]) as id`),
    );
    return members.map(({ id }) => id);
  }

  async #lookUp(): Promise<boolean> {
    const row = await this.db.readAs(ME, (tx) =>
      tx.one<{ there: boolean }>(sql`select to_regprocedure('group_members(uuid[], text[])') is not null as there`),
    );
    return row!.there;
  }
}
