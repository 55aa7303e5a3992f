import type { Random } from '../random.js';
import type { Settings } from '../settings.js';
import type { Cause } from './effects/effect.js';
import type { Ledger } from './effects/ledger.js';
import { type Ending, Faults, throttled, timeout } from './faults.js';
import { concurrent, forbidden, GraphError } from './graph-error.js';
import { Lag } from './lag.js';
import { RetryWatch } from './limits/retry-watch.js';
import { type Refused, Throttle, type Verdict } from './limits/throttle.js';
import { type Caller, effectOf, isWrite, type Operation, type Reply } from './operations/operation.js';
import { routeOf, unitsOf } from './operations/route.js';
import { errorReply, type Ids, percentage, requestIds, type Served } from './reply.js';
import type { User } from './tenant/user.js';

/** A request to /v1.0: `path` begins behind it; header names in lower case; `body` is parsed JSON. */
export type GraphRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body?: unknown;
  /** Absolute URL of /v1.0. */
  base: string;
};

/** The moment at which requests are carried out together: the steps of one wave of a batch, or one request alone. */
export type Turn = { at: number; delayMs: number; lost: boolean; claimed: Set<User> };

/** Carries out single requests: charges them, refuses what has to be refused, runs the operation, writes down its effect. */
export class Service {
  readonly #ledger: Ledger;
  readonly #settings: () => Settings;
  readonly #faults: Faults;
  readonly #throttle: Throttle;
  readonly #watch = new RetryWatch();
  readonly #lag = new Lag();
  /** Users on whom a write is under way, and until when (ms). */
  readonly #busy = new Map<User, number>();
  readonly #statuses = new Map<string, number>();

  constructor(ledger: Ledger, settings: () => Settings, random: () => Random) {
    this.#ledger = ledger;
    this.#settings = settings;
    this.#faults = new Faults(settings, random);
    this.#throttle = new Throttle(settings);
  }

  get faults(): Faults {
    return this.#faults;
  }

  /** Requests so far by status ('lost' and 'dropped' count connections), and what was asked of each limit. */
  traffic() {
    return { statuses: Object.fromEntries(this.#statuses), limits: this.#throttle.peaks() };
  }

  count(status: string): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
  }

  serve(request: GraphRequest, caller: Caller, turn: Turn): Served {
    const ids = requestIds(request.headers);
    let headers: Record<string, string> = ids;
    try {
      const { operation, params } = routeOf(request.method, request.path);
      this.#ledger.settle(caller.tenant, turn.at);
      const units = unitsOf(operation, request.query);
      const verdict = this.#charge(operation, request.body, units, caller, turn.at);
      headers = { ...ids, 'x-ms-resource-unit': String(units), ...percentage(verdict) };
      this.#refuse(operation, verdict, caller, turn.at);
      const ending = this.#faults.ending(turn.lost);
      const reply = this.#run(operation, params, request, caller, turn, ids, ending);
      if (ending === 'timeout') throw timeout();
      if (ending === 'throttled-after-effect')
        throw this.#tellWait(this.#belowLimit(operation, verdict, caller, this.#faults.throttledMs()), turn.at);
      this.count(String(operation.answers));
      return { status: operation.answers, headers: { ...headers, ...reply.headers }, body: reply.body };
    } catch (error) {
      const refused = errorReply(error, headers, ids, turn.at);
      this.count(String(refused.status));
      return refused;
    }
  }

  #charge(operation: Operation, body: unknown, units: number, { app, tenant }: Caller, at: number): Verdict {
    const { id } = tenant.config;
    const { membersPerWrite } = this.#settings().groups;
    const writes = isWrite(operation) ? (operation.writes?.(body, membersPerWrite) ?? 1) : 0;
    const charge = { app, tenant: id, users: tenant.users.count, units, writes };
    const verdict = this.#throttle.charge(charge, at);
    const early = this.#watch.early(verdict.limits, at, this.#settings().earlyGraceMs);
    if (early) this.#ledger.record({ at: new Date(at).toISOString(), tenant: id, kind: 'early-call', app, ...early });
    return verdict;
  }

  // What keeps a request from its effect: the limits, a 429 below them, missing consent, or a fault.
  #refuse(operation: Operation, verdict: Verdict, caller: Caller, at: number): void {
    if (verdict.refused) throw this.#tellWait(verdict.refused, at);
    if (this.#faults.throttles())
      throw this.#tellWait(this.#belowLimit(operation, verdict, caller, this.#faults.throttledMs()), at);
    if (!operation.roles.some((role) => caller.roles.has(role))) throw forbidden();
    const fault = this.#faults.before(isWrite(operation));
    if (fault) throw fault;
  }

  #run(
    operation: Operation,
    params: string[],
    { query, headers, body, base }: GraphRequest,
    caller: Caller,
    turn: Turn,
    ids: Ids,
    ending: Ending,
  ): Reply {
    const cause: Cause = {
      app: caller.app,
      requestId: ids['request-id'],
      ...(ids['client-request-id'] && { clientRequestId: ids['client-request-id'] }),
      answered: ENDINGS[ending] ?? operation.answers,
    };
    return operation.run({
      caller,
      params,
      query,
      headers,
      body,
      base,
      claim: (user) => this.#claim(user, turn),
      seen: (user) => this.#lag.seen(user, turn.at),
      dueAt: () => turn.at + this.#faults.processingMs(),
      at: turn.at,
      record: (change) => {
        const { users, config } = caller.tenant;
        const lagMs = this.#faults.consistencyMs();
        if (lagMs > 0 && 'user' in change && change.kind !== 'user-created')
          this.#lag.changes(users.withId(change.user)!, turn.at, lagMs);
        this.#ledger.record(effectOf(change, cause, config.id, turn.at));
        if (lagMs > 0 && change.kind === 'user-created') this.#lag.hides(users.withId(change.user)!, turn.at, lagMs);
      },
    });
  }

  #claim(user: User, { at, delayMs, claimed }: Turn): void {
    const isBusy = claimed.has(user) || (this.#busy.get(user) ?? 0) > at;
    if (isBusy && this.#faults.refusesOverlap()) throw concurrent();
    claimed.add(user);
    if (delayMs === 0) return;
    if (this.#busy.size > 10_000) for (const [other, until] of this.#busy) if (until <= at) this.#busy.delete(other);
    this.#busy.set(user, at + delayMs);
  }

  #tellWait(refused: Refused, at: number): GraphError {
    const { header, toldMs } = this.#faults.retryAfter(refused.waitMs);
    if (toldMs !== undefined) this.#watch.begin(refused.limit, at, toldMs);
    return throttled(refused, header);
  }

  // A 429 that no limit explains is told as one of the app's in the tenant.
  #belowLimit(operation: Operation, { limits }: Verdict, { app, tenant }: Caller, waitMs: number): Refused {
    const name = isWrite(operation) ? 'applicationTenantWrites' : 'applicationTenantUnits';
    const scope = `Tenant_Application/${isWrite(operation) ? 'Write' : 'ReadWrite'}/${app}/${tenant.config.id}`;
    return { limit: limits.find((key) => key.startsWith(name))!, waitMs, scope, information: 'CPULimitExceeded' };
  }
}

const ENDINGS: Partial<Record<Ending, Cause['answered']>> = {
  lost: 'lost',
  timeout: 504,
  'throttled-after-effect': 429,
};
