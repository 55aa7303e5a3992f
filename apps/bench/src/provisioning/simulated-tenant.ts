import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stopSignal, unlessStopped } from '@takwin/deployment/until-stopped';
import { licensingMigrations, loadLicensingReference } from '@takwin/licensing';
import { systemActor } from '@takwin/platform/auth';
import { Database, migrate, prepareDatabase } from '@takwin/platform/postgres';
import { startEmbedded } from '@takwin/platform/embedded-postgres';
import { temporaryHome } from '@takwin/platform/testing';
import { seedUsers } from '@takwin/simulators/admin/seed-users';
import { Settings } from '@takwin/simulators/settings';
import { Simulation } from '@takwin/simulators/simulation';
import { Tenants } from '@takwin/simulators/tenants';
import sql, { type Sql } from 'sql-template-tag';
import { VirtualClock } from './virtual-clock.js';

export const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const PREFIX = '999800';

export type SimulatedTenant = { db: Database; clock: VirtualClock; simulation: Simulation };

/** The licensing database and a simulated tenant, on one clock: `people` persons, who have accounts or not. */
export async function withSimulatedTenant<T>(
  { people, accounts, settings }: { people: number; accounts: boolean; settings: object },
  work: (tenant: SimulatedTenant) => Promise<T>,
): Promise<T> {
  const signal = stopSignal();
  const clock = new VirtualClock('2026-11-26T06:00:00Z');
  const home = await temporaryHome('bench');
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rm(home, { recursive: true, force: true }));
  const server = await startEmbedded({ home, signal });
  opened.defer(() => server.stop());
  const { url } = (await prepareDatabase(server.url, [{ name: 'licensing', password: 'bench' }]))['licensing']!;
  await migrate(url, 'licensing', licensingMigrations);
  const db = await Database.open({ url, name: 'bench', clock, max: 8 });
  opened.defer(() => db.close());
  await loadLicensingReference(db);
  await populate(db, people);
  const simulation = await Simulation.open({
    tenants: Tenants.parse(undefined),
    settings: Settings.parse(settings),
    clock,
    home: join(home, 'simulator'),
  });
  opened.defer(() => simulation.close());
  const seed = { count: people, prefix: PREFIX, usageLocation: 'MA' };
  if (accounts) seedUsers(simulation.ledger, seed, clock.now());
  return await unlessStopped(signal, work({ db, clock, simulation }));
}

// A version 4 UUID, as published states have it.
const idOf = (kind: string, n: Sql): Sql =>
  sql`overlay(overlay(md5(${kind}::text || ${n}) placing '4' from 13) placing '8' from 17)::uuid`;

async function populate(db: Database, people: number): Promise<void> {
  await db.asActor(systemActor('bench'), async (tx) => {
    await tx.query(sql`
      insert into academy_copy(subject, version, generation, region, profile)
      select ${idOf('academy', sql`n`)}::text, 1, 1, 'MA-04', 'ordinary' from generate_series(1, 100) n`);
    await tx.query(sql`
      insert into person_copy(subject, version, generation, kind, matricule, name, academy_id, region, active)
      select ${idOf('person', sql`n`)}::text, 1, 1, 'trainee', ${PREFIX} || lpad(n::text, 7, '0'), 'Salma TAZI',
        ${idOf('academy', sql`(1 + n % 100)`)}, 'MA-04', true
      from generate_series(1, ${people}::int) n`);
  });
  await db.readAs(systemActor('bench'), (tx) => tx.query(sql`analyze`));
}
