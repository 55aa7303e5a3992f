import { isForbidden, isTransient } from '../graph/refusals.js';
import {
  accountsOf,
  creation,
  licenceRequest,
  location,
  lookRequest,
  PER_FILTER,
  restoration,
  settledBy,
  untried,
  upnOf,
  verdictOf,
  type Account,
  type Job,
  type Target,
  type Verdict,
} from '../graph/decide.js';
import type { GraphAnswer, GraphClient, GraphRequest } from '../graph/graph-client.js';
import type { Claim } from './claim-targets.js';
import type { Settled } from './outcome.writer.js';
import type { RunContext, Sending, Step, Traffic, ChangeChannel } from '../graph/change.js';
import { GroupChange } from './change-group-members.js';

type Preparation = Step & { request: GraphRequest };

/**
 * Carries out one claim: reads what is the case, sends only what is missing, and says of each person what came of it. Nothing is
 * written down here, and whoever has no verdict at the end is read back later.
 */
export class LicenceChange implements ChangeChannel {
  readonly traffic: Traffic = { answers: [], writes: 0, patches: 0, unanswered: 0, refusedApp: undefined };
  readonly #settled = new Map<string, Settled>();

  constructor(
    private readonly graph: GraphClient,
    private readonly claim: Claim,
    private readonly job: Job,
    private readonly context: RunContext,
    /** Writes that were granted with the claim. */
    private granted: number,
  ) {}

  async run(): Promise<Settled[]> {
    const open = await this.#look();
    if (this.claim.run.state !== 'running') this.#leave(open);
    else if (open.length > 0) await this.#change(open);
    for (const { personId } of this.claim.targets)
      if (!this.#settled.has(personId)) this.settle({ personId }, { state: 'unknown', retryAfterMs: null });
    return [...this.#settled.values()];
  }

  settle({ personId }: Pick<Target, 'personId'>, verdict: Verdict, answer?: GraphAnswer, objectId?: string): void {
    this.#settled.set(personId, { personId, verdict, objectId, requestId: answer?.requestId });
  }

  /**
   * Sends, and takes note of what Microsoft says besides; the app's own refusal is told once for all. Writes are not sent after
   * what was granted is over, however long this process was kept from it.
   */
  async send(
    requests: readonly GraphRequest[],
    { writes = 0, patches = 0, perBatch }: Sending = {},
  ): Promise<GraphAnswer[]> {
    if (requests.length === 0) return [];
    const { traffic } = this;
    const each = { writes: writes / requests.length, patches: patches / requests.length };
    traffic.writes += writes;
    traffic.patches += patches;
    traffic.unanswered += writes;
    const answers = await this.graph.send(requests, {
      perBatch,
      until: writes > 0 ? () => this.context.until : undefined,
    });
    const sent = answers.filter(({ isUnsent }) => !isUnsent);
    traffic.writes -= (answers.length - sent.length) * each.writes;
    traffic.patches -= (answers.length - sent.length) * each.patches;
    traffic.unanswered -= answers.filter(({ status, isUnsent }) => isUnsent || status > 0).length * each.writes;
    traffic.answers.push(...sent);
    await this.context.holdBack(sent);
    if (answers.some(({ status, body }) => isForbidden(status, body))) traffic.refusedApp = 'GRAPH_CONSENT_MISSING';
    return answers;
  }

  /** As many of the steps as may be sent: the others go back, to come again when the window does. */
  async afford<S extends Step>(steps: readonly S[], costOf: (step: S) => number): Promise<S[]> {
    const needed = Math.ceil(steps.reduce((sum, step) => sum + costOf(step), 0) - 1e-6);
    let waitMs = 0;
    if (needed > this.granted) ({ writes: this.granted, waitMs } = await this.context.more(needed, this.granted));
    const held = await this.context.held();
    let left = held > 0 ? 0 : this.granted + 1e-6;
    const afforded: S[] = [];
    for (const step of steps) {
      const cost = costOf(step);
      if (cost <= left) {
        left -= cost;
        afforded.push(step);
      } else this.settle(step.target, untried(step.target, Math.max(held, waitMs, 1_000)));
    }
    this.granted = Math.max(0, this.granted - needed);
    return afforded;
  }

  async #look(): Promise<Step[]> {
    const { targets } = this.claim;
    const chunks = Array.from({ length: Math.ceil(targets.length / PER_FILTER) }, (_, index) =>
      targets.slice(index * PER_FILTER, (index + 1) * PER_FILTER),
    );
    const answers = await this.send(chunks.map((chunk) => lookRequest(chunk, this.job)));
    return chunks.flatMap((chunk, index) => {
      const accounts = accountsOf(answers[index]!, this.job);
      if (accounts) return this.#open(chunk, accounts);
      const answer = answers[index]!;
      const unread: Verdict = { state: 'unknown', retryAfterMs: answer.retryAfterMs };
      // To look costs nothing but time: nobody fails because it did not work, however often.
      for (const target of chunk)
        this.settle(target, isTransient(answer.status) ? unread : verdictOf(answer, target, unread), answer);
      return [];
    });
  }

  #open(targets: readonly Target[], accounts: ReadonlyMap<string, Account>): Step[] {
    const steps = targets.map((target) => ({ target, account: accounts.get(upnOf(target, this.job)) }));
    return steps.filter(({ target, account }) => {
      const verdict = settledBy(account, this.job);
      if (verdict) this.settle(target, verdict, undefined, account?.objectId);
      return !verdict;
    });
  }

  // A run that was stopped: what was sent has had no effect, so it never will be sent.
  #leave(open: readonly Step[]): void {
    const { state } = this.claim.run;
    for (const { target } of open)
      if (target.member) this.settle(target, { state: 'unknown', retryAfterMs: null });
      else this.settle(target, { state: state === 'paused' ? 'reserved' : 'cancelled' });
  }

  async #change(open: readonly Step[]): Promise<void> {
    const { action, method } = this.claim.run;
    if (action === 'assign' && method === 'group')
      return new GroupChange(this, this.claim, this.job, this.context).join(open);
    if (action === 'revoke') {
      const rest = await new GroupChange(this, this.claim, this.job, this.context).leave(open);
      return this.#setLicences(await this.afford(rest, () => 1));
    }
    const afforded = await this.afford(open, ({ account }) => (account?.located ? 1 : 2));
    return this.#setLicences(await this.prepare(afforded));
  }

  /** Makes, restores or completes accounts; returns the steps whose account is there. */
  async prepare(steps: readonly Step[], locate = true): Promise<Step[]> {
    const missing = steps.filter(({ account }) => !account).map(({ target }) => target);
    const restorable = missing.length > 0 ? await this.context.restorable(missing) : new Map<string, string>();
    const fresh = missing.filter(({ account }) => !restorable.has(account));
    const passwords = fresh.length > 0 ? await this.context.passwords(fresh) : new Map<string, string>();
    const prepared = steps.flatMap((step): Preparation[] => {
      const { target, account } = step;
      if (account) return account.located || !locate ? [] : [{ ...step, request: location(account.objectId) }];
      const deleted = restorable.get(target.account);
      const request = deleted ? restoration(deleted) : creation(target, this.job, passwords.get(target.personId)!);
      return [{ ...step, request }];
    });
    const answers = await this.send(
      prepared.map(({ request }) => request),
      { writes: prepared.length },
    );
    const made = new Map(prepared.map((one, index) => [one.target, this.#made(one, answers[index]!)]));
    return steps.flatMap((step) => {
      const account = made.has(step.target) ? made.get(step.target) : step.account;
      return account ? [{ target: step.target, account }] : [];
    });
  }

  #made({ target, account, request }: Preparation, answer: GraphAnswer): Account | undefined {
    const verdict = verdictOf(answer, target, undefined);
    if (verdict) this.settle(target, verdict, answer);
    // A restored account may hold its licences again: what it holds is looked at first.
    else if (request.url.endsWith('/restore')) this.settle(target, { state: 'unknown', retryAfterMs: null }, answer);
    else {
      const { id } = (answer.body ?? {}) as { id?: string };
      if (account) return { ...account, located: true };
      if (id) return { objectId: id, located: true, licensed: false, direct: false, viaGroup: [] };
    }
    return undefined;
  }

  async #setLicences(steps: readonly Step[]): Promise<void> {
    const ready = steps.filter((step): step is Step & { account: Account } => step.account !== undefined);
    if (ready.length === 0 || this.traffic.refusedApp) return this.#giveUp(ready);
    const answers = await this.send(
      ready.map(({ account }) => licenceRequest(account.objectId, this.job)),
      { writes: ready.length },
    );
    const done: Verdict = { state: this.job.action === 'assign' ? 'assigned' : 'released' };
    ready.forEach(({ target, account }, index) =>
      this.settle(target, verdictOf(answers[index]!, target, done), answers[index], account.objectId),
    );
  }

  #giveUp(steps: readonly Step[]): void {
    for (const { target } of steps) this.settle(target, { state: 'unknown', retryAfterMs: null });
  }
}
