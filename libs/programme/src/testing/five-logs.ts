import type { Published } from '@takwin/contracts/published';
import { SERVICES, type Service } from '@takwin/contracts/topology';
import { append, eventLogMigration, follow, type Follower, Publisher } from '@takwin/platform/events';
import { type Database, keptWorkMigration } from '@takwin/platform/postgres';
import { stableId } from '@takwin/platform/schema';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { follows } from '../follows.js';
import { programmeMigrations } from '../migrations.js';

/** What a service says of one subject: its kind, its name in the spec, its version, and what differs from the usual. */
export type Fact = readonly [kind: Published, name: string, version: number, about: object];

const system = actorOf('system');
export const idOf = (name: string): string => stableId('test', name);

/** Nothing of this counts, and nothing of it is registered where a register leaves something out. */
const USUAL: Record<string, object> = {
  academy: {
    ...{ code: 'ISTA-1', name: { fr: 'ISTA', ar: null }, kind: 'ISTA', profile: 'ordinary', state: 'candidate' },
    ...{ province: '04.421', city: 'Rabat', accreditedOn: null, membershipUntil: null },
  },
  person: {
    ...{ kind: 'trainee', matricule: null, name: { fr: 'Salma TAZI', ar: null }, birthDate: null },
    ...{
      state: 'inactive',
      leftOn: null,
      confirmed: true,
      birthDateConfirmed: true,
      nameCorrectedAt: null,
      ...{ mergedInto: null, erasure: null, keepsCredentials: false },
      placements: [],
    },
  },
  trainer: {
    state: 'active',
    leftOn: null,
    topics: [],
    mayProctor: false,
    upskilling: 'none',
    upskillingCompletedOn: null,
  },
  course: {
    ...{ code: 'C1', title: { fr: null, ar: null, en: 'Excel' }, topics: [], hours: 30, synthetic: false },
    ...{ state: 'retired' },
  },
  offering: {
    ...{ courseId: idOf('excel'), trainerId: idOf('teacher'), seats: 10 },
    startsOn: '2026-12-01',
    endsOn: '2027-03-01',
    learntOn: '2026-12-01',
    state: 'cancelled',
  },
  registration: {
    ...{ personId: idOf('salma'), examCode: 'MO-200', sittingId: null, startsAt: null, score: null, reason: null },
    moveReason: null,
    ...{ state: 'refused' },
  },
  enrolment: {
    ...{ personId: idOf('salma'), offeringId: idOf('excel in autumn'), courseId: idOf('excel'), hours: 30 },
    ...{ state: 'waitlisted' },
  },
  certification: {
    ...{ personId: idOf('salma'), certification: 'MOS', title: 'MOS', achievedOn: '2026-11-20', state: 'withdrawn' },
  },
  licence: { personId: idOf('salma'), skuId: idOf('sku'), assignedOn: null, state: 'reserved' },
  literacy: { personId: idOf('salma'), hours: 1, state: 'in-progress', certifiedOn: null },
};

/** The logs of the five services, each in a database of its own, and the scoreboard that follows them all. */
export class FiveLogs {
  #followers: Record<Service, Follower>;

  private constructor(private readonly logs: Record<Service, TestDatabase>) {
    this.#followers = this.#follow();
  }

  static async open(): Promise<FiveLogs> {
    const opened = SERVICES.map(async (schema) => {
      const migrations = [
        eventLogMigration(schema),
        ...(schema === 'academies' ? [...programmeMigrations, keptWorkMigration] : []),
      ];
      return [schema, await testDatabase({ schema, migrations })] as const;
    });
    const logs = Object.fromEntries(await Promise.all(opened)) as Record<Service, TestDatabase>;
    return new FiveLogs(logs);
  }

  /** Where the scoreboard stands: in the schema of academies, as in production. */
  get db(): Database {
    return this.logs.academies.db;
  }

  get url(): string {
    return this.logs.academies.url;
  }

  query<R>(statement: Sql): Promise<R[]> {
    return this.db.asActor(system, (tx) => tx.query<R>(statement));
  }

  /** Moves the clock to noon of a day. */
  setDay(day: string): void {
    this.logs.academies.clock.set(new Date(`${day}T12:00:00Z`));
  }

  /** Publishes each fact as an event of its own, in the order given, and waits until the scoreboard has taken all in. */
  async tell(facts: readonly Fact[]): Promise<void> {
    for (const [kind, name, version, about] of facts) {
      const state = { academyId: idOf('ista'), region: 'MA-04', ...USUAL[kind.subject], ...about };
      const change = { id: idOf(name), version, state };
      await this.logs[kind.log].db.asActor(system, (tx) => append(tx, kind, kind.types[0]!, [change]));
    }
    await Promise.all(SERVICES.map((log) => new Publisher(this.logs[log].db).flush()));
    await this.#caughtUp();
  }

  /** Takes all that was told out of the logs and out of the copies of them. */
  async forget(): Promise<void> {
    await Promise.all(
      SERVICES.map((log) => this.logs[log].db.asActor(system, (tx) => tx.query(sql`delete from event`))),
    );
    await this.rebuild();
  }

  /** Makes every copy anew from the start of the logs. */
  async rebuild(): Promise<void> {
    await Promise.all(SERVICES.map((log) => this.#followers[log].rebuild()));
    await this.#caughtUp();
  }

  /** Does some work on the scoreboard's schema while it is not fed, and waits until it has taken in what the logs then say. */
  async whileNobodyFollows(work: () => Promise<void>): Promise<void> {
    await Promise.all(SERVICES.map((log) => this.#followers[log].stop()));
    await work();
    this.#followers = this.#follow();
    await this.#caughtUp();
  }

  async close(): Promise<void> {
    await Promise.all(SERVICES.map((log) => this.#followers[log].stop()));
    await Promise.all(SERVICES.map((log) => this.logs[log].close()));
  }

  #follow(): Record<Service, Follower> {
    const followers = SERVICES.map((log) => {
      const at = { db: this.db, log, url: this.logs[log].url, every: 50 };
      return [log, follow({ ...at, copies: follows[log] }).start()] as const;
    });
    return Object.fromEntries(followers) as Record<Service, Follower>;
  }

  async #caughtUp(): Promise<void> {
    await Promise.all(SERVICES.map((log) => this.#followers[log].caughtUp()));
  }
}
