import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { examEnvironment, type ExamEnvironment } from './testing/exam-environment.js';
import { LivesJudge } from './testing/lives-judge.js';
import { livesWorld } from './testing/lives-world.js';

/** How many commands are sent, two at a time; a seed replays what was chosen, though not who was first. */
const COMMANDS = Number(process.env['LIVES_COMMANDS'] ?? 4_000);
const SEED = Number(process.env['LIVES_SEED'] ?? Date.now() % 2 ** 31);
const PAIRS = 250;

let house: ExamEnvironment;
let judge: LivesJudge;
let world: Awaited<ReturnType<typeof livesWorld>>;

beforeAll(async () => {
  house = await examEnvironment();
  world = await livesWorld(house);
  judge = new LivesJudge(house.sql);
  await judge.watch();
});
afterAll(() => house?.close());

describe(`whatever is asked of exams, ${COMMANDS} commands, two at a time (LIVES_SEED=${SEED})`, () => {
  it('leaves every noun on a way that its life knows, and tells of it', async () => {
    const choice = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999));
    const kind = fc.oneof(
      ...Object.entries(world.weights).map(([name, weight]) => ({ arbitrary: fc.constant(name), weight })),
    );
    const pair = fc.record({
      kinds: fc.tuple(kind, kind),
      one: choice,
      other: choice,
      same: fc.boolean(),
      hours: fc.nat(9),
    });
    const sent = fc.asyncProperty(fc.array(pair, { minLength: PAIRS, maxLength: PAIRS }), async (pairs) => {
      await world.populate();
      for (const { kinds, one, other, same, hours } of pairs) {
        await Promise.all([world.send(kinds[0], one), world.send(kinds[1], same ? one : other)]);
        if (hours === 0) world.pass(3);
      }
      expect(await judge.faults(house.database.clock.now())).toEqual([]);
    });
    await fc.assert(sent, { seed: SEED, numRuns: Math.ceil(COMMANDS / PAIRS / 2), endOnFailure: true });
  }, 600_000);
});
