import {
  accessesOf,
  GraphEnv,
  licensingMigrations,
  loadLicensingReference,
  ProvisionLicencesHandler,
  RunPolicy,
  StartRunHandler,
} from '@takwin/licensing';
import { SystemClock } from '@takwin/platform/clock';
import { readEnv } from '@takwin/platform/config';
import { Database } from '@takwin/platform/postgres';
import { stableId } from '@takwin/platform/schema';
import { actorOf, apiOf, testDatabase } from '@takwin/platform/testing';
import { app as simulators } from '@takwin/simulators/app';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import { tokenOf } from '@takwin/simulators/testing/started';
import sql from 'sql-template-tag';

const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
/** A second tenant, of south.test. */
export const SOUTH = '5d3c9f5e-0f3a-4b52-9d0e-7a1c52a6f002';

const academyId = stableId('test', 'academy of the ground');
const system = actorOf('system');
const APP = { clientId: DEVELOPMENT.clientId, secret: DEVELOPMENT.clientSecret };

type Wanted = { accounts?: boolean; region?: string; domain?: string };

/** Provisioning on PostgreSQL and on simulated tenants over HTTP, by the real clock, with workers that a spec runs itself. */
export async function provisioningEnvironment() {
  const database = await testDatabase({ schema: 'licensing', migrations: licensingMigrations });
  const opened: Database[] = [];
  /** A pool of its own, as another process has it. */
  const open = async (): Promise<Database> => {
    const one = await Database.open({ url: database.url, name: 'a worker', clock: new SystemClock() });
    opened.push(one);
    return one;
  };
  const db = await open();
  await loadLicensingReference(db);
  const tenants = [
    {
      id: DEVELOPMENT.tenantId,
      apps: [APP],
      domains: ['takwin.test'],
      seats: { STANDARDWOFFPACK_STUDENT: 5_000, STANDARDWOFFPACK_IW_STUDENT: 10 },
    },
    { id: SOUTH, apps: [APP], domains: ['south.test'] },
  ];
  const simulator = await simulators.start({ SIM_TENANTS: JSON.stringify(tenants) });
  const cloud = apiOf(simulator.url);
  const token = await tokenOf(simulator.url);
  let serial = 0;

  return {
    db,
    open,
    cloud,
    app: APP,

    /** Persons who are trainees of an ordinary academy, with accounts unless told. */
    async people(number: number, { accounts = true, region = 'MA-04', domain = 'takwin.test' }: Wanted = {}) {
      const rows = Array.from({ length: number }, () => ({
        id: stableId('person on the ground', String(++serial)),
        matricule: `9995${String(serial).padStart(9, '0')}`,
      }));
      await db.asActor(system, (tx) =>
        tx.query(sql`
          insert into person_copy(subject, version, generation, kind, matricule, name, academy_id, region, active)
          select id, 1, 1, 'trainee', matricule, 'Salma TAZI', ${academyId}, ${region}, true
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, matricule text)`),
      );
      const people = rows.map(({ id, matricule }) => ({ id, upn: `${matricule}@${domain}` }));
      const tenant = domain === 'takwin.test' ? DEVELOPMENT.tenantId : SOUTH;
      const users = people.map(({ upn }) => ({ userPrincipalName: upn, usageLocation: 'MA' }));
      if (accounts) await cloud.post('/_simulator/users', { tenant, users });
      return people;
    },

    /** Accepts a run, and wakes nobody: the spec's own workers are awake. */
    accept: (persons: readonly { id: string }[], about: object = {}) =>
      db.asActor(system, (tx) =>
        new StartRunHandler(db, undefined as never, new RunPolicy(Infinity, 'direct')).accept(tx, {
          skuId: STUDENT,
          action: 'assign',
          persons: persons.map(({ id }) => id),
          ...about,
        } as never),
      ),

    /** `underWayMs`: how long its licence requests take until they arrive. */
    worker(
      one: Database,
      about: Record<string, string> = {},
      { underWayMs = 0, concurrency = 2 } = {},
    ): { run(): Promise<unknown> } {
      const env = readEnv(GraphEnv, {
        GRAPH_URL: `${simulator.url}/graph/v1.0`,
        ENTRA_URL: `${simulator.url}/entra`,
        GRAPH_TENANT: DEVELOPMENT.tenantId,
        GRAPH_CLIENT_ID: APP.clientId,
        GRAPH_CLIENT_SECRET: APP.secret,
        GRAPH_DOMAIN: DEVELOPMENT.domain,
        GRAPH_WINDOW_SECONDS: '2',
        GRAPH_GROUP_LOOK_SECONDS: '0.3',
        GRAPH_CONSISTENCY_SECONDS: '0.5',
        LEASE_SECONDS: '2',
        ...about,
      });
      const slowly = async (url: string, init: RequestInit): Promise<Response> => {
        if (String(init.body).includes('assignLicense')) await new Promise((later) => setTimeout(later, underWayMs));
        return fetch(url, init);
      };
      const accesses = accessesOf(env, () => one.clock.now(), slowly);
      const worker = new ProvisionLicencesHandler(one, accesses, env, {
        sliceMs: 60_000,
        idleMs: 100,
        concurrency,
      });
      return { run: () => worker.run(new AbortController().signal) };
    },

    runNow: (id: string) =>
      db.readAs(system, (tx) =>
        tx.one<{ state: string; reason: string | null; done: number; failed: number; ended_at: Date | null }>(
          sql`select state, reason, done, failed, ended_at from run where id = ${id}`,
        ),
      ),

    sql: <R>(statement: ReturnType<typeof sql>): Promise<R[]> => db.asActor(system, (tx) => tx.query<R>(statement)),

    /** What the simulator's own log adds up to. */
    traffic: async () => (await cloud.get('/_simulator/summary')).body,

    graph: (method: string, path: string, body?: object) =>
      fetch(`${simulator.url}/graph/v1.0${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),

    /** Empty tenants without faults, and a budget that is whole. */
    async reset() {
      await cloud.patch('/_simulator/settings', {
        seed: 1,
        latencyMs: { min: 0, max: 0 },
        consistencyMs: { min: 0, max: 0 },
        limits: { applicationTenantWrites: { tokens: 3_000, seconds: 2 } },
        groups: { membersPerWrite: 20, processingMs: { min: 50, max: 100 } },
        faults: { lost: 0 },
      });
      await cloud.post('/_simulator/reset', {});
      await db.asActor(system, (tx) => tx.query(sql`truncate graph_window, licence_group, account`));
    },

    async close() {
      for (const one of opened) await one.close();
      await simulator.close();
      await database.close();
    },
  };
}
