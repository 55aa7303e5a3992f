import { Words } from '@takwin/platform/errors';
import { stableId } from '@takwin/platform/schema';
import { actorOf, testDatabase } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import type { TenantScope } from '../directory/tenant-scope.js';
import { ChangeRulesHandler } from '../entitlement/change-rules.js';
import { ExplainEntitlementHandler } from '../entitlement/explain-entitlement.js';
import type { Person, RuleView } from '../entitlement/rule.js';
import type { Verdict } from '../graph/decide.js';
import { loadLicensingReference } from '../load-reference.js';
import { licensingMigrations } from '../migrations.js';
import { CheckRunHandler } from '../runs/check-run.js';
import { claimFresh, openRuns, settleClaim } from '../runs/claim-targets.js';
import { ControlRunHandler } from '../runs/control-run.js';
import { FindRunsHandler } from '../runs/find-runs.js';
import { RunPolicy } from '../runs/policy.js';
import { StartRunHandler, type StartProvisioningRun } from '../runs/start-run.js';

export const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
export const PLUS_STUDENT = 'e82ae690-a2d5-4d76-8d30-7c6e01e6022e';
export const FACULTY = '94763226-9b3c-4e75-a931-5c89701abe66';
/** The one tenant, of all regions. */
export const TENANT: TenantScope = { id: '5d3c9f5e-0f3a-4b52-9d0e-7a1c52a6f001', regions: null, others: [] };

const system = actorOf('system');

/** Licensing on a database of its own: persons in its copies, its handlers, and a Microsoft that says what a spec wants. */
export async function licensingEnvironment() {
  const database = await testDatabase({
    schema: 'licensing',
    migrations: licensingMigrations,
    reference: loadLicensingReference,
  });
  const { db } = database;
  const asleep = { wake: () => Promise.resolve() } as never;
  const starting = new StartRunHandler(db, asleep, new RunPolicy(1_000, 'direct'));
  const run = <R>(statement: Sql): Promise<R[]> => db.asActor(system, (tx) => tx.query<R>(statement));
  const rules = new ChangeRulesHandler(db);
  const explanations = new ExplainEntitlementHandler(db);
  let serial = 0;
  const academy = async (profile: string, closed = false): Promise<string> => {
    const id = stableId('academy with a profile', `${profile}${closed ? ' closed' : ''}`);
    await run(sql`
      insert into academy_copy(subject, version, generation, region, profile, closed)
      values (${id}, 1, 1, 'MA-04', ${profile}, ${closed})
      on conflict do nothing`);
    return id;
  };

  return {
    database,
    system,
    starting,
    control: new ControlRunHandler(db, asleep),
    runs: new FindRunsHandler(db, new Words()),
    // Without a tenant to read, it says what our own rows do.
    check: new CheckRunHandler(db, [], {} as never, undefined as never, undefined as never),
    sql: run,

    async person(about: Partial<Person> = {}): Promise<string> {
      const {
        kind = 'trainee',
        active = true,
        nameless = false,
        profile = 'ordinary',
        filieres = [],
        closed = false,
        unconfirmed = false,
      } = about;
      const id = stableId('person with traits', String(++serial));
      const matricule = nameless ? null : `9994${String(serial).padStart(9, '0')}`;
      await run(sql`
        insert into person_copy(subject, version, generation, kind, matricule, name, academy_id, region, active, filieres,
          confirmed)
        values (${id}, 1, 1, ${kind}, ${matricule}, 'Salma TAZI', ${await academy(profile, closed)}, 'MA-04', ${active},
          ${filieres}::text[], ${!unconfirmed})`);
      return id;
    },

    /** Writes a rule of this name; for any day, and as the programme's own are, unless told. */
    rule: (
      about: Pick<RuleView, 'name' | 'kinds' | 'profiles'> & { skuId: string } & Partial<Omit<RuleView, 'skuId'>>,
    ) => {
      const always = { filieres: null, validFrom: null, validUntil: null, disabledPlans: [] };
      return rules.change(system, { ...always, priority: 100, graceDays: 30, automatic: true, ...about } as never);
    },
    explain: (personId: string, actor = system) => explanations.run(actor, { personId } as never),

    /** Which academy somebody is of. */
    academyOf: async (personId: string): Promise<string | undefined> =>
      (await run<{ id: string }>(sql`select academy_id as id from person_copy where subject = ${personId}`))[0]?.id,

    start: (persons: readonly string[], about: object = {}) =>
      starting.run(system, { skuId: STUDENT, action: 'assign', persons, ...about } as never as StartProvisioningRun),

    /** Carries out what waits to be asked for; `microsoft` says what comes of each person. */
    async work(microsoft: (personId: string) => Verdict, objectOf?: (account: string) => string): Promise<void> {
      for (;;) {
        const claim = await db.asActor(system, async (tx) => {
          const [first] = await openRuns(tx);
          return first && claimFresh(tx, first, TENANT, 100, 60_000);
        });
        if (!claim) return;
        const settled = claim.targets.map(({ personId, account }) => ({
          ...{ personId, verdict: microsoft(personId), objectId: objectOf?.(account) },
        }));
        await db.asActor(system, (tx) => settleClaim(tx, claim, settled, 0));
      }
    },

    /** What the log tells of licences, in its order. */
    licenceEvents: () =>
      run<{ type: string; licence: string; person: string; state: string; version: number }>(sql`
        select e.type, c ->> 's' as licence, c -> 'd' ->> 'personId' as person, c -> 'd' ->> 'state' as state,
          (c ->> 'v')::int as version
        from (
          select type, body, position, 0 as id from event where subject = 'licence'
          union all select type, body, null, id from event_new where subject = 'licence'
        ) e, jsonb_array_elements(e.body -> 'changes') with ordinality as each(c, place)
        order by e.position nulls last, e.id, place`),

    close: () => database.close(),
  };
}

export type LicensingEnvironment = Awaited<ReturnType<typeof licensingEnvironment>>;
