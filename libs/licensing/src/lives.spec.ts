import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '@takwin/platform/errors';
import fc from 'fast-check';
import sql from 'sql-template-tag';
import { reviewEntitlements } from './entitlement/decide-entitlements.js';
import { ReviewEntitlementsHandler } from './entitlement/review-entitlements.js';
import type { Verdict } from './graph/decide.js';
import { claimFresh, claimLeft, openRuns, settleClaim, type Claim } from './runs/claim-targets.js';
import type { RunStep } from './runs/run.life.js';
import {
  FACULTY,
  licensingEnvironment,
  STUDENT,
  TENANT,
  type LicensingEnvironment,
} from './testing/licensing-environment.js';
import { faults, noteMoves, reached, statesOfTables } from './testing/lives.js';

const COMMANDS = Number(process.env.LIVES_COMMANDS ?? 4_000);
const SEED = Number(process.env.LIVES_SEED ?? randomInt(2 ** 31));
const PAIRS = 50;
const PEOPLE = 10;
const LEASE = 60_000;
const DAY = 86_400_000;
let ground: LicensingEnvironment;
let review: ReviewEntitlementsHandler;
const people: string[] = [];
const runs: string[] = [];
const claims: Claim[] = [];

beforeAll(async () => {
  ground = await licensingEnvironment();
  review = new ReviewEntitlementsHandler(ground.database.db, ground.starting, { wake: async () => {} } as never, 0);
  await ground.sql(sql`update seat_pool set seats = 6`);
  for (let number = 0; number < PEOPLE; number++)
    people.push(await ground.person({ kind: number % 4 === 0 ? 'staff' : 'trainee' }));
  await noteMoves(ground);
});
afterAll(() => ground?.close());

/** As at the beginning: everyone is active, nobody has a licence, and no run knows of anybody. */
async function forget(): Promise<void> {
  [runs, claims].forEach((list) => list.splice(0));
  await ground.sql(sql`truncate run, outcome, run_cursor, licence, entitlement, event_new, moved`);
  await ground.sql(sql`update seat_pool set used = 0`);
  await ground.sql(sql`update person_copy set active = true`);
  await asSystem((tx) => reviewEntitlements(tx, sql`true`));
}

const who = fc.uniqueArray(fc.nat(PEOPLE - 1), { minLength: 1, maxLength: 5 });
const nth = fc.nat(3);
const verdicts = fc.array(fc.nat(9), { minLength: 4, maxLength: 4 });
const Command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      start: who,
      skuId: fc.constantFrom(STUDENT, FACULTY),
      action: fc.constantFrom('assign', 'assign', 'revoke'),
      plans: fc.boolean(),
      preflight: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ step: fc.constantFrom<RunStep>('pause', 'resume', 'approve', 'cancel', 'retry'), run: nth }),
  },
  { weight: 2, arbitrary: fc.record({ check: nth }) },
  { weight: 3, arbitrary: fc.constant({ claim: true } as const) },
  { weight: 3, arbitrary: fc.record({ settle: nth, verdicts }) },
  { weight: 6, arbitrary: fc.record({ work: verdicts }) },
  { weight: 1, arbitrary: fc.record({ pass: fc.constantFrom(1_000, 5_000, LEASE + 1, 2 * DAY, 40 * DAY) }) },
  { weight: 2, arbitrary: fc.record({ person: fc.nat(PEOPLE - 1), active: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ review: true } as const) },
);
type Command = ReturnType<typeof Command.generate>['value'];

const asSystem = <T>(work: Parameters<typeof ground.database.db.asActor<T>>[1]) =>
  ground.database.db.asActor(ground.system, work);
const late = <T>(list: readonly T[], number: number): T | undefined => list[list.length - 1 - (number % list.length)];

async function carryOut(command: Command): Promise<unknown> {
  if ('start' in command) {
    const { start, skuId, action, plans, preflight } = command;
    const persons = start.map((number) => people[number]!);
    const run = await ground.start(persons, { skuId, action, preflight, ...(plans && { disabledPlans: [] }) });
    return runs.push(run.id);
  }
  if ('pass' in command) return ground.database.clock.advance(command.pass);
  if ('review' in command) return review.run();
  if ('person' in command)
    return asSystem(async (tx) => {
      const id = people[command.person]!;
      await tx.query(sql`update person_copy set active = ${command.active} where subject = ${id}`);
      await reviewEntitlements(tx, sql`p.subject = ${id}`);
    });
  if ('claim' in command) return claim();
  if ('work' in command) {
    const claimed = await claim();
    return claimed && settle(claims.splice(claims.indexOf(claimed), 1)[0]!, command.work);
  }
  if ('settle' in command) {
    const [settled] = claims.splice(command.settle % Math.max(1, claims.length), 1);
    return settled && settle(settled, command.verdicts);
  }
  if (runs.length === 0) return undefined;
  if ('check' in command) return ground.check.run(late(runs, command.check)!);
  // Who approves a run is not who started it.
  const by = command.step === 'approve' ? { ...ground.system, subject: 'approver' } : ground.system;
  return ground.control[command.step](by, { id: late(runs, command.run) } as never);
}

async function claim(): Promise<Claim | undefined> {
  const claimed = await asSystem(async (tx) => {
    const left = await claimLeft(tx, TENANT, { direct: 4, group: 4 }, LEASE);
    if (left) return left;
    const [first] = await openRuns(tx);
    return first && claimFresh(tx, first, TENANT, 3, LEASE);
  });
  if (claimed) claims.push(claimed);
  return claimed;
}

function settle(settled: Claim, verdicts: readonly number[]): Promise<void> {
  const done: Verdict = { state: settled.run.action === 'assign' ? 'assigned' : 'released' };
  const others: Verdict[] = [
    { state: 'failed', reason: 'SERVICE_PLANS_CONFLICT' },
    settled.run.state === 'cancelled' ? { state: 'cancelled' } : { state: 'reserved' },
    { state: 'reserved' },
    { state: 'unknown', retryAfterMs: 0 },
    { state: 'unknown', retryAfterMs: 5_000, untried: true },
  ];
  const came = settled.targets.map(({ personId }, index) => ({
    personId,
    verdict: others[verdicts[index % verdicts.length]!] ?? done,
  }));
  return asSystem((tx) => settleClaim(tx, settled, came, 0));
}

const refusedOr = (error: unknown): void => {
  if (!(error instanceof Refusal)) throw error;
};

describe(`the nouns of licensing, in ${COMMANDS} commands (LIVES_SEED=${SEED})`, () => {
  it('go from state to state by their tables alone, and tell of it, whatever is asked of them, two at once', async () => {
    const seen = new Set<string>();
    const property = fc.asyncProperty(
      fc.array(fc.tuple(Command, Command), { minLength: PAIRS, maxLength: PAIRS }),
      async (pairs) => {
        await forget();
        for (const pair of pairs) await Promise.all(pair.map((command) => carryOut(command).catch(refusedOr)));
        expect(await faults(ground)).toEqual([]);
        for (const state of await reached(ground)) seen.add(state);
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: Math.ceil(COMMANDS / PAIRS / 2), endOnFailure: true });
    expect([...seen].sort()).toEqual(statesOfTables());
  }, 300_000);
});
