import { CONVENTION } from '@takwin/contracts/convention';
import { copyMigration } from '@takwin/platform/events';
import type { Migration } from '@takwin/platform/postgres';
import { PROMISED } from './scoreboard/target.js';
import * as copies from './copies.js';
import { targetChangesMigration } from './migrations/2026-12-02-target-changes.js';

const targets = Object.entries(PROMISED)
  .map(([id, target], position) => `('${id}', ${target}, '${CONVENTION.endsOn}', ${position})`)
  .join(', ');

/** The scoreboard's tables stand in the schema of the service that composes it. */
export const programmeMigrations: Migration[] = [
  {
    name: '2026-11-24-scoreboard-targets',
    up: `
      create table scoreboard_target(
        id text primary key,
        target int check (target > 0),
        due_on date not null,
        position int not null,
        version int not null default 1
      );
      insert into scoreboard_target(id, target, due_on, position) values ${targets};`,
  },
  targetChangesMigration,
  ...Object.values(copies).map(copyMigration),
];
