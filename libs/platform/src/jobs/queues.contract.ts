import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Registry } from 'prom-client';
import { Refusal } from '../errors/refusal.js';
import { BreakableLine } from '../testing/breakable-line.js';
import type { StoreUrls } from './open-store.js';
import { Queues, type QueuesOptions } from './queues.js';
import type { Run } from './worker.js';

/** A queue store under test. */
export type StoreUnderTest = {
  url: string;
  urls(url: string): StoreUrls;
  /** Loses all that it holds, as a store does that was restored from nothing. */
  wipe(): Promise<unknown>;
  /** Connections of clients that are open now. */
  connections(): Promise<number>;
  close(): Promise<void>;
};

const QUICK = { backoff: 40, patience: { lock: 1_000, stalled: 400 } };

/** What queues promise on any store. `store` is null where there is none to test on. */
export function queuesContract(name: string, store: StoreUnderTest | null): void {
  if (!store) {
    describe.skip(`Queues ${name}: no store`, () => it.todo('runs where there is one'));
    return;
  }

  describe(`Queues ${name}`, () => {
    const opened: { close(): Promise<unknown> }[] = [];
    const queue = () => `q-${randomUUID()}`;
    const ids = (count: number) => Array.from({ length: count }, () => randomUUID());

    function open(options: QueuesOptions = {}, url = store!.url): Queues {
      const queues = new Queues(store!.urls(url), { ...QUICK, ...options });
      opened.push(queues);
      return queues;
    }

    /** Works a queue and keeps a list of the ids worked. */
    function work(queues: Queues, of: string, run: Run = async () => {}): string[] {
      const worked: string[] = [];
      queues.work(of, {
        run: async (wake, signal) => {
          await run(wake, signal);
          worked.push(...wake.ids);
        },
      });
      return worked;
    }

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
      expect(await eventually(() => store.connections(), 0)).toBe(0);
    });
    afterAll(() => store.close());

    it('works a wake once', async () => {
      const [queues, of, [id]] = [open(), queue(), ids(1)];
      const worked = work(queues, of);
      await queues.wake(of, { ids: [id!] });
      await eventually(() => queues.depth(of), 0);
      expect(worked).toEqual([id]);
    });

    it('shares wakes among many workers, each worked once', async () => {
      const [of, all] = [queue(), ids(60)];
      const worked = [open(), open(), open()].map((queues) => work(queues, of, () => pause(10)));
      await Promise.all(all.map((id) => open().wake(of, { ids: [id] })));
      await eventually(() => worked.flat().length, all.length);
      expect(worked.flat().sort()).toEqual(all.toSorted());
      expect(worked.every((some) => some.length > 0)).toBe(true);
    });

    it('works the same ids again when they are woken again', async () => {
      const [queues, of, [id]] = [open(), queue(), ids(1)];
      await queues.wake(of, { ids: [id!] });
      await queues.wake(of, { ids: [id!] });
      const worked = work(queues, of);
      await eventually(() => worked.length, 2);
      expect(worked).toEqual([id, id]);
    });

    it('puts many ids into jobs of a chunk each', async () => {
      const [queues, of, all] = [open(), queue(), ids(250)];
      await queues.wake(of, { ids: all }, { chunk: 100 });
      expect(await queues.depth(of)).toBe(3);
      const sizes: number[] = [];
      const worked = work(queues, of, async (wake) => void sizes.push(wake.ids.length));
      await eventually(() => worked.length, 250);
      expect(sizes.sort()).toEqual([100, 100, 50].sort());
    });

    it('refuses to carry what is no id', async () => {
      const refused = open().wake(queue(), { ids: ['Amina El Idrissi'] });
      await expect(refused).rejects.toThrow();
    });

    it('tries again with growing pauses', async () => {
      const [queues, of, tries] = [open({ backoff: 100 }), queue(), [] as number[]];
      const worked = work(queues, of, async () => {
        if (tries.push(performance.now()) < 4) throw new Error('not yet');
      });
      await queues.wake(of, { ids: ids(1) });
      await eventually(() => worked.length, 1);
      const [first = 0, second = 0, third = 0] = tries.slice(1).map((at, n) => at - tries[n]!);
      expect([first >= 45, second >= 95, third >= 195]).toEqual([true, true, true]);
    });

    it('lets a poison job die alone', async () => {
      const [queues, of, all] = [open({ attempts: 3 }), queue(), ids(12)];
      const poison = all[5]!;
      const worked = work(queues, of, async (wake) => {
        if (wake.ids.includes(poison)) throw new Error('poison');
      });
      await queues.wake(of, { ids: all }, { chunk: 1 });
      await eventually(async () => (await queues.dead(of)).length, 1);
      await eventually(() => queues.depth(of), 0);
      expect(worked.sort()).toEqual(all.filter((id) => id !== poison).sort());
      expect(await queues.dead(of)).toMatchObject([{ ids: [poison], reason: 'Error: poison', attempts: 3 }]);
    });

    it('says whose job died, of a batch each one alone, and of none that will be tried again', async () => {
      const [queues, of, all] = [open({ attempts: 3, backoff: 10 }), queue(), ids(4)];
      const poison = all[2]!;
      const given: string[] = [];
      queues.work(of, {
        run: async (wake) => {
          if (wake.ids.includes(poison)) throw new Error('poison');
        },
        giveUp: async (id) => void given.push(id),
      });
      await queues.wake(of, { ids: all });
      await eventually(() => given, [poison]);
      await eventually(() => queues.depth(of), 0);
      expect(given).toEqual([poison]);
    });

    it('halves a batch that holds a poison id until that one dies alone', async () => {
      const [queues, of, all] = [open({ attempts: 3, backoff: 10 }), queue(), ids(9)];
      const poison = all[7]!;
      const worked = work(queues, of, async (wake) => {
        if (wake.ids.includes(poison)) throw new Error('poison');
      });
      await queues.wake(of, { ids: all });
      await eventually(() => new Set(worked).size, 8);
      await eventually(async () => (await queues.dead(of)).map((letter) => letter.ids), [[poison]]);
      expect(await queues.counts(of)).toEqual({ waiting: 0, active: 0, delayed: 0, dead: 1 });
    });

    it('does not try a refusal again, unless it speaks of an outage', async () => {
      const [queues, of, [no, later]] = [open({ attempts: 3, backoff: 10 }), queue(), ids(2)];
      const tried: string[] = [];
      work(queues, of, async (wake) => {
        tried.push(...wake.ids);
        if (wake.ids[0] === no) throw new Refusal('SITTING_IS_FULL');
        throw new Refusal('TENANT_IS_AWAY', { status: 503 });
      });
      await queues.wake(of, { ids: [no!, later!] }, { chunk: 1 });
      await eventually(async () => (await queues.dead(of)).length, 2);
      expect(tried.filter((id) => id === no)).toHaveLength(1);
      expect(tried.filter((id) => id === later)).toHaveLength(3);
      const letters = (await queues.dead(of)).map(({ reason, attempts }) => `${attempts} ${reason}`);
      expect(letters.sort()).toEqual(['1 SITTING_IS_FULL', '3 TENANT_IS_AWAY']);
    });

    it('keeps what an error quotes out of dead letters', async () => {
      const [queues, of] = [open({ attempts: 1 }), queue()];
      work(queues, of, async () => {
        throw Object.assign(new Error('invalid input syntax: "AB123456"'), { name: 'DatabaseError', code: '22P02' });
      });
      await queues.wake(of, { ids: ids(1) });
      await eventually(async () => (await queues.dead(of))[0]?.reason, 'DatabaseError 22P02');
    });

    it('replays a dead letter, and refuses one that is not', async () => {
      const [queues, of, [id]] = [open({ attempts: 1 }), queue(), ids(1)];
      let isMended = false;
      const worked = work(queues, of, async () => {
        if (!isMended) throw new Error('broken');
      });
      await queues.wake(of, { ids: [id!] });
      const letters = await eventually(() => queues.dead(of), [expect.anything()]);
      isMended = true;
      await queues.replay(of, letters[0]!.id);
      await eventually(() => worked, [id]);
      expect(await queues.dead(of)).toEqual([]);
      await expect(queues.replay(of, letters[0]!.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('holds back all workers of a queue that is paused', async () => {
      const [queues, of] = [open(), queue()];
      const worked = work(queues, of);
      // A worker that has just begun may be asking for its first job while the queue is paused.
      await queues.wake(of, { ids: ids(1) });
      await eventually(() => worked.length, 1);
      await pause(100);
      await queues.pause(of);
      await queues.wake(of, { ids: ids(1) });
      await pause(300);
      expect([worked.length, await queues.depth(of)]).toEqual([1, 1]);
      await queues.resume(of);
      await eventually(() => worked.length, 2);
    });

    it('carries the trace to the worker', async () => {
      const seen: [name: string, parent: string | undefined][] = [];
      const trace = {
        current: () => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        within: <T>(name: string, parent: string | undefined, run: () => Promise<T>) => {
          seen.push([name, parent]);
          return run();
        },
      };
      const [queues, of] = [open({ trace }), queue()];
      work(queues, of);
      await queues.wake(of, { ids: ids(1) });
      await eventually(
        () => seen,
        [
          [`wake ${of}`, trace.current()],
          [`work ${of}`, trace.current()],
        ],
      );
    });

    it('gives the job of a worker that was killed to another', async () => {
      const [queues, of, [id]] = [open(), queue(), ids(1)];
      const child = spawn(
        process.execPath,
        [
          fileURLToPath(new URL('./queues.child.mjs', import.meta.url)),
          JSON.stringify(store.urls(store.url)),
          JSON.stringify(QUICK),
          of,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await queues.wake(of, { ids: [id!] });
      const [said] = await once(child.stdout, 'data');
      expect(String(said)).toBe(`took ${id}\n`);
      child.kill('SIGKILL');
      const worked = work(queues, of);
      await eventually(() => worked, [id]);
    });

    it('brings back all that a wiped store lost', async () => {
      const [queues, of] = [open(), queue()];
      const undone = new Set(ids(300));
      await queues.wake(of, { ids: [...undone] }, { chunk: 1 });
      await store.wipe();
      const worked = work(queues, of, async (wake) => wake.ids.forEach((id) => undone.delete(id as never)));
      queues.sweep(of, { every: 100, find: async (limit) => [...undone].slice(0, limit), limit: 50 });
      await eventually(() => undone.size, 0);
      expect(worked).toHaveLength(300);
    });

    it('sweeps neither what the queue holds nor what lately died, from any number of replicas', async () => {
      const [queues, of] = [open({ attempts: 1 }), queue()];
      const [waiting, dead] = ids(2);
      work(queues, of, async () => {
        throw new Error('poison');
      });
      await queues.wake(of, { ids: [dead!] });
      await eventually(async () => (await queues.dead(of)).length, 1);
      await queues.pause(of);
      await queues.wake(of, { ids: [waiting!] });
      let rounds = 0;
      const find = async (limit: number) => (rounds++, [waiting!, dead!].slice(0, limit));
      for (const replica of [queues, open(), open()]) replica.sweep(of, { every: 50, find });
      await eventually(() => rounds > 20, true);
      expect(await queues.counts(of)).toEqual({ waiting: 1, active: 0, delayed: 0, dead: 1 });
    });

    it('waits for jobs at its close', async () => {
      const [queues, of] = [open(), queue()];
      let began = false;
      const worked = work(queues, of, async () => {
        began = true;
        await pause(300);
      });
      await queues.wake(of, { ids: ids(1) });
      await eventually(() => began, true);
      await queues.close();
      expect(worked).toHaveLength(1);
    });

    it('aborts a job that outlasts its close, and another worker takes it at once', async () => {
      const [queues, other, of, [id]] = [open({ patience: { lock: 30_000 } }), open(), queue(), ids(1)];
      let began = false;
      work(queues, of, async (_, signal) => {
        began = true;
        await pause(60_000, undefined, { signal });
      });
      await queues.wake(of, { ids: [id!] });
      await eventually(() => began, true);
      await queues.close(100);
      const worked = work(other, of);
      await eventually(() => worked, [id]);
    });

    it('leaves a job that ignores its signal to another worker, and closes all the same', async () => {
      const [queues, other, of, [id]] = [open(), open(), queue(), ids(1)];
      let end: (() => void) | undefined;
      work(queues, of, () => new Promise((resolve) => (end = resolve)));
      await queues.wake(of, { ids: [id!] });
      await eventually(() => end !== undefined, true);
      await queues.close(50);
      const worked = work(other, of);
      await eventually(() => worked, [id]);
      end!();
    });

    it.each(['cut', 'freeze'] as const)('outlives a store that is away: %s', async (how) => {
      const line = await BreakableLine.to(store.url);
      const told: string[] = [];
      const log = {
        info: (_: object, text: string) => told.push(text),
        warn: (_: object, text: string) => told.push(text),
      };
      const registry = new Registry();
      const [queues, of, undone] = [open({ log, registry }, line.url), queue(), new Set(ids(20))];
      const worked = work(queues, of, async (wake) => wake.ids.forEach((id) => undone.delete(id as never)));
      await queues.check();
      await line[how]();
      const began = performance.now();
      await Promise.all([...undone].map((id) => queues.wake(of, { ids: [id] })));
      expect(performance.now() - began).toBeLessThan(2_500);
      await expect(queues.check()).rejects.toThrow();
      expect(await registry.getSingleMetricAsString('takwin_jobs_wakes_lost_total')).toContain('} 20');
      await line.mend();
      queues.sweep(of, { every: 200, find: async (limit) => [...undone].slice(0, limit) });
      await eventually(() => undone.size, 0);
      expect(worked.length).toBeGreaterThanOrEqual(20);
      if (how === 'cut') expect(told.filter((text) => text.includes('store is')).length).toBe(2);
      await queues.close();
      await line.cut();
    });

    it('starts while the store is away, and works when it is there', async () => {
      const line = await BreakableLine.to(store.url);
      await line.cut();
      const [queues, of, [id]] = [open({}, line.url), queue(), ids(1)];
      const worked = work(queues, of);
      await queues.wake(of, { ids: [id!] });
      await line.mend();
      queues.sweep(of, { every: 200, find: async () => (worked.length ? [] : [id!]) });
      await eventually(() => worked.length, 1);
      await queues.close();
      await line.cut();
    });

    it('closes while the store is away', async () => {
      const line = await BreakableLine.to(store.url);
      const [queues, of] = [open({}, line.url), queue()];
      work(queues, of);
      await queues.check();
      await line.cut();
      const began = performance.now();
      await queues.close();
      expect(performance.now() - began).toBeLessThan(5_000);
    });
  });
}

/** Asks until the answer is `expected`, for 20 s; then lets it be compared. */
async function eventually<T>(ask: () => T | Promise<T>, expected: unknown): Promise<T> {
  for (const end = performance.now() + 20_000; ; await pause(20)) {
    const answer = await ask();
    try {
      expect(answer).toEqual(expected);
      return answer;
    } catch (difference) {
      if (performance.now() > end) throw difference;
    }
  }
}
