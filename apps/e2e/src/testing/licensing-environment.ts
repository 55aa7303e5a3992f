import {
  LicenceProvisionerModule,
  LicensingModule,
  licensingMigrations,
  loadLicensingReference,
} from '@takwin/licensing';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { Words } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { stableId } from '@takwin/platform/schema';
import { actorOf, apiOf, testDatabase, testService, testTokens } from '@takwin/platform/testing';
import { app as simulators } from '@takwin/simulators/app';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import sql, { type Sql } from 'sql-template-tag';

type Wanted = { approvalAbove?: number; secret?: string };

/** The licensing service on a database and queues of its own, asked by an administrator of the programme. */
export async function licensingEnvironment({ approvalAbove = 1_000, secret }: Wanted = {}) {
  const database = await testDatabase({
    schema: 'licensing',
    migrations: licensingMigrations,
    reference: loadLicensingReference,
  });
  const tokens = await testTokens();
  const url = new URL(database.url);
  url.searchParams.delete('options');
  const queues = new Queues({ QUEUE_DATABASE_URL: url.href });
  const { db } = database;
  const env = { ...tokens.env, RUN_APPROVAL_ABOVE: String(approvalAbove), INITIAL_SECRET_KEY: secret };
  const running = await testService(LicensingModule, { env, db, queues, words: new Words(CATALOGUE) });
  const sqlAs = <R>(statement: Sql): Promise<R[]> =>
    database.db.asActor(actorOf('system'), (tx) => tx.query<R>(statement));
  let serial = 0;
  return {
    database,
    queues,
    url: running.url,
    get: running.get,
    tokens,
    admin: apiOf(running.url, await tokens.of({ role: 'programme-admin' })),
    apiAs: async (claims: object) => apiOf(running.url, await tokens.of(claims as never)),
    sql: sqlAs,

    academy: (id: string, profile: string) =>
      sqlAs(sql`
        insert into academy_copy(subject, version, generation, region, profile) values (${id}, 1, 1, 'MA-04', ${profile})`),

    async people(number: number, { academyId, kind = 'trainee', active = true, region = 'MA-04', domain }: Placed) {
      const rows = Array.from({ length: number }, () => ({
        id: stableId('person of the house', String(++serial)),
        matricule: `9998${String(serial).padStart(9, '0')}`,
      }));
      await sqlAs(sql`
        insert into person_copy(subject, version, generation, kind, matricule, name, academy_id, region, active)
        select id, 1, 1, ${kind}, matricule, 'Salma TAZI', ${academyId}, ${region}, ${active}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, matricule text)`);
      return rows.map(({ id, matricule }) => ({ id, upn: `${matricule}@${domain ?? DEVELOPMENT.domain}` }));
    },

    /** Simulated Microsoft, and the provisioner at work on it; what is set besides is for the one or for the other. */
    async provisioner({ simulated = {}, set = {} }: { simulated?: Settings; set?: Settings } = {}) {
      const simulator = await simulators.start(simulated);
      const env = {
        ...tokens.env,
        SWEEP_SECONDS: '1',
        LEASE_SECONDS: '2',
        GRAPH_URL: `${simulator.url}/graph/v1.0`,
        ENTRA_URL: `${simulator.url}/entra`,
        ...set,
      };
      const worker = await testService(LicenceProvisionerModule, { env, db, queues });
      const close = async (): Promise<void> => {
        await worker.close();
        await simulator.close();
      };
      return { url: simulator.url, cloud: apiOf(simulator.url), close };
    },

    /** Has the clock go on as time does, as leases and budgets are told by it; returns what stops it. */
    tick(): () => void {
      const from = Date.now();
      const start = database.clock.now().getTime();
      const ticking = setInterval(() => database.clock.set(new Date(start + Date.now() - from)), 10);
      return () => clearInterval(ticking);
    },

    async close(): Promise<void> {
      await running.close();
      await queues.close();
      await tokens.close();
      await database.close();
    },
  };
}

type Settings = Record<string, string>;
type Placed = { academyId: string; kind?: string; active?: boolean; region?: string; domain?: string };
export type LicensingEnvironment = Awaited<ReturnType<typeof licensingEnvironment>>;
