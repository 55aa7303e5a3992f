import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../config/env.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { demandSchema } from './demand-schema.js';
import { migrate, type Migration } from './migrate.js';

const step = (name: string): Migration => ({ name, up: 'select 1' });
const ours = [step('2026-01-01-shelf'), step('2026-01-02-book')];

describe('a start', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await testDatabase({ schema: 'library', migrations: ours });
  });
  afterEach(() => database.close());

  it('is refused on a schema that lacks a step of its release, and migrates nothing', async () => {
    const next = [...ours, step('2026-01-03-lamp')];
    for (let twice = 0; twice < 2; twice++)
      await expect(demandSchema(database.db, next)).rejects.toThrow(
        new ConfigError('DATABASE_URL: the schema is older than this release, migrate it: 2026-01-03-lamp'),
      );
  });

  it('goes on where a later release only added, so that both work during an upgrade', async () => {
    await migrate(database.url, 'library', [...ours, step('2026-01-03-lamp')]);
    await expect(demandSchema(database.db, ours)).resolves.toBeUndefined();
  });

  it('is refused where a later release took something away', async () => {
    await migrate(database.url, 'library', [...ours, step('2026-01-04-shelf-contract')]);
    await expect(demandSchema(database.db, ours)).rejects.toThrow(
      /newer than this release.*: 2026-01-04-shelf-contract$/,
    );
  });
});

describe('a database that was never migrated', () => {
  it('is refused like one that is too old', async () => {
    const database = await testDatabase({ schema: 'library', migrations: [] });
    await expect(demandSchema(database.db, ours)).rejects.toThrow(/older than this release.*2026-01-01-shelf/);
    await database.close();
  });
});
