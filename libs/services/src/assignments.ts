import { setTimeout as pause } from 'node:timers/promises';
import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { assignment } from '@takwin/contracts/events/academies';
import { type Mandate, Mandates, systemActor } from '@takwin/platform/auth';
import { Clock, legalDayOf } from '@takwin/platform/clock';
import { ENVIRONMENT, readEnv } from '@takwin/platform/config';
import { copyMigration, copyOf, follow, type Follower } from '@takwin/platform/events';
import { Database } from '@takwin/platform/postgres';
import type { ServiceApp } from '@takwin/platform/service';
import sql from 'sql-template-tag';
import { z } from 'zod';

const assignmentCopy = copyOf(assignment, {
  table: 'assignment_copy',
  columns: {
    holder: 'text',
    role: 'text',
    region: 'text',
    academy_id: 'uuid',
    group_code: 'text',
    from_on: 'date',
    until_on: 'date',
  },
  keep: ({ state }) => state === 'given',
  indexes: ['(holder)'],
  row: ({ subject, role, region, academyId, group, from, until }) => ({
    holder: subject,
    role,
    region,
    academy_id: academyId,
    group_code: group,
    from_on: from,
    until_on: until,
  }),
});

/** The step that a service's schema needs for its copy of the register. */
export const assignmentsMigration = copyMigration(assignmentCopy);

/** Milliseconds: together less than the minute within which what is given and ended is in effect. */
const LIMITS = { remembered: 15_000, old: 30_000, lookEvery: 10_000 };
/** Milliseconds for which a start waits for the copy to be whole. */
const FIRST = 2_000;
const MOST_REMEMBERED = 5_000;

type Assigned = {
  role: Mandate['role'];
  region: string | null;
  academyId: string | null;
  group: string | null;
  until: string;
};

/**
 * What the register of assignments grants, by a service's own copy of it. A copy that is not known to hold what the register held half a
 * minute ago grants nothing: it would go on granting what was taken back.
 */
export class AssignedMandates extends Mandates implements OnApplicationBootstrap, OnModuleDestroy {
  readonly follower: Follower;
  readonly #remembered = new Map<string, { mandates: Promise<readonly Mandate[]>; at: number }>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    url: string,
    private readonly limits = LIMITS,
  ) {
    super();
    // A cursor of its own, so that what the service's others did with the log is not done again.
    const every = limits.lookEvery;
    this.follower = follow({ db, log: 'academies', url, copies: [assignmentCopy], name: 'assignments', every });
  }

  async onApplicationBootstrap(): Promise<void> {
    const whole = this.follower.start().caughtUp();
    await Promise.race([whole.catch(() => {}), pause(FIRST, undefined, { ref: false })]);
  }

  onModuleDestroy(): Promise<void> {
    return this.follower.stop();
  }

  of(subject: string): Promise<readonly Mandate[]> {
    if (this.follower.age > this.limits.old) return Promise.resolve([]);
    const now = performance.now();
    const known = this.#remembered.get(subject);
    if (known && now - known.at < this.limits.remembered) return known.mandates;
    const mandates = this.#read(subject);
    this.#remembered.delete(subject);
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value!);
    this.#remembered.set(subject, { mandates, at: now });
    mandates.catch(() => this.#remembered.delete(subject));
    return mandates;
  }

  async #read(subject: string): Promise<readonly Mandate[]> {
    const today = legalDayOf(this.clock.now());
    const held = await this.db.readAs(systemActor('assignments'), (tx) =>
      tx.query<Assigned>(sql`
        select role, region, academy_id as "academyId", group_code as "group", until_on as until from assignment_copy
        where holder = ${subject} and from_on <= ${today} and until_on >= ${today} order by until_on desc limit 200`),
    );
    // Groups are of their academy: those of another one that bear the same code are not meant.
    const apart = Map.groupBy(held, ({ role, academyId, group }) => (group === null ? role : `${role} ${academyId}`));
    return [...apart.values()].map(together);
  }
}

/** One role in all the places where it is held; until the first of them ends, as what it gives further ends with it. */
function together(held: readonly Assigned[]): Mandate {
  const { role } = held[0]!;
  const some = <T>(values: readonly (T | null)[]): T[] => values.filter((value) => value !== null);
  return {
    role,
    regions: role === 'regional-director' ? some(held.map(({ region }) => region)) : [],
    academies: [...new Set(some(held.map(({ academyId }) => academyId)))],
    groups: some(held.map(({ group }) => group)),
    scopes: [],
    until: held.map(({ until }) => until).sort()[0],
  };
}

type ServiceModule = NonNullable<ServiceApp['module']>;

const Settings = z.object({
  LOG_ACADEMIES_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Whether roles count that the register gives: beside those of tokens, or not at all. */
  ASSIGNMENTS: z.enum(['beside', 'off']).default('beside'),
});

/** A service's module, whose callers have besides what their tokens say the roles that the register of assignments gives them. */
export const withAssignments = (module: ServiceModule): ServiceModule => ({
  module: WithAssignments,
  imports: [module],
  providers: [
    {
      provide: Mandates,
      inject: [Database, Clock, ENVIRONMENT],
      useFactory: (db: Database, clock: Clock, source: NodeJS.ProcessEnv) => {
        const { ASSIGNMENTS, LOG_ACADEMIES_URL } = readEnv(Settings, source);
        return ASSIGNMENTS === 'off' ? null : new AssignedMandates(db, clock, LOG_ACADEMIES_URL);
      },
    },
  ],
});

@Module({})
class WithAssignments {}
