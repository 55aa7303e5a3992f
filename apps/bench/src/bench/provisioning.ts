import { parseArgs } from 'node:util';
import { play, type Case, type Played } from '../provisioning/play.js';
import { plainLoop } from '../provisioning/plain-loop.js';
import type { Trial } from '../registry.js';

const FULL = 500_000;
const PEER = 5_000;

const WAYS: Record<string, Omit<Case, 'people'>> = {
  direct: { method: 'direct', accounts: true },
  group: { method: 'group', accounts: true },
  group7: { method: 'group', accounts: true, membersPerWrite: 3 },
  create: { method: 'direct', accounts: false },
};

/**
 * 500,000 persons given a licence directly, by group and with new accounts, on a discrete-event clock that worker and
 * simulator share. `--people N` for fewer, `--way direct` for one of them; growth is told from 5,000 on.
 */
export const provisioning: Trial = {
  about: '500,000 licences directly, by group and with new accounts, against the quota’s bound [--people N] [--way W]',
  run: async (args) => {
    const options = { people: { type: 'string', default: String(FULL) }, way: { type: 'string' } } as const;
    const { values: asked } = parseArgs({ args, options });
    const full = Number(asked.people);
    const sizes = [5_000, 50_000, 500_000].filter((size) => size < full).concat(full);
    const values: Record<string, number> = {};
    let holds = true;
    let [requests, throttled] = [0, 0];
    for (const [way, about] of Object.entries(WAYS)) {
      if (asked.way !== undefined && asked.way !== way) continue;
      for (const people of way === 'direct' ? sizes : [full]) {
        const played = await play({ ...about, people });
        tell(way, people, played);
        if (way === 'direct' && people < full)
          values[`worker_ms_person_${people / 1_000}k`] = rounded(played.workerMsPerPerson);
        else {
          values[`makespan_ratio_${way}`] = rounded(played.makespan / played.bound, 4);
          values[`worker_ms_person_${way}`] = rounded(played.workerMsPerPerson);
          values[`heap_grown_mb_${way}`] = rounded(played.heapGrownMb, 1);
        }
        requests += played.requests;
        throttled += played.throttled;
        holds &&= played.doubled === 0 && played.assigned === people;
      }
    }
    values.throttled_ratio = rounded(throttled / requests, 6);
    for (const workers of [1, 50]) {
      const peer = await plainLoop(PEER, workers);
      values[`plain_loop_${workers}_ratio`] = rounded(peer.makespan / peer.bound);
      values[`plain_loop_${workers}_failed`] = peer.failed;
      values[`plain_loop_${workers}_throttled_ratio`] = rounded(peer.throttled / peer.requests, 4);
    }
    return { values, holds };
  },
};

function tell(way: string, people: number, played: Played): void {
  const { makespan, bound, wall, requests, throttled } = played;
  const told = [
    `${way} ${people}: ${makespan.toFixed(1)} s on the clock, ${bound} s by the quota`,
    `(windows of 150 s, the first full at once): ${(makespan / bound).toFixed(4)};`,
    `${requests} requests, ${throttled} answered 429; ${wall.toFixed(1)} s here,`,
    `${played.workerMsPerPerson.toFixed(3)} ms of the worker a person, heap +${played.heapGrownMb.toFixed(1)} MB, rss ${played.rssMb.toFixed(0)} MB`,
  ];
  process.stdout.write(`${told.join(' ')}\n`);
}

const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits));
