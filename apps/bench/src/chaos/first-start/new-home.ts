import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@takwin/demo/client';
import { Launched, processesOf } from '@takwin/deployment/testing/launched';
import { unlessStopped } from '@takwin/deployment/until-stopped';
import { SystemClock } from '@takwin/platform/clock';
import { temporaryHome } from '@takwin/platform/testing';
import { Issuer } from '@takwin/simulators/issuer/issuer';
import { z } from 'zod';
import { Patience } from '../../patience.js';

const TO_END = 10_000;
const BUILT = { TAKWIN_BUILT: '1' };

const Targets = z.object({ targets: z.array(z.object({ target: z.int().nullable(), version: z.int() })) });

/** A folder in which no house has stood yet. */
export class NewHome {
  constructor(readonly path: string) {}

  /** Starts a house on it, on a port of its own. */
  async start(by: 'npm' | 'node'): Promise<Launched & { url: string }> {
    const port = await portFor();
    const house = Launched[by](['start'], { home: this.path, port, env: BUILT });
    return Object.assign(house, { url: `http://127.0.0.1:${port}` });
  }

  /** The processes of the home that are still there after the ten seconds in which a house has to end; usually none. */
  async left(): Promise<number[]> {
    for (const end = performance.now() + TO_END; performance.now() < end; await pause(50))
      if (processesOf(this.path).length === 0) return [];
    return processesOf(this.path);
  }

  /** Undefined where the house at the URL is healthy and keeps what it is told; else what is wrong. */
  async faultAt(url: string): Promise<string | undefined> {
    const health = await fetch(`${url}/health/ready`);
    if (!health.ok) return `its health is ${health.status}`;
    const issuer = await Issuer.open(this.path, new SystemClock());
    const { token } = await issuer.token({ role: 'programme-admin', region: [], academy: [], group: [], hours: 1 });
    const target = 100 + Math.floor(performance.now() % 100);
    const client = new Client(url, token);
    const before = Targets.parse(await client.get('/v1/programme')).targets[0]!;
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'if-match': `"${before.version}"`,
    };
    const path = `${url}/v1/programme/targets/academies`;
    const changed = await new Patience().fetch(path, {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ target, reason: 'to be found again' }),
    });
    if (!changed.ok) return `it answers a change with ${changed.status}`;
    const { targets } = Targets.parse(await client.get('/v1/programme'));
    return targets[0]!.target === target ? undefined : 'it has lost a change';
  }
}

/** A new home, and whatever still runs on it killed and removed after the work. */
export async function onNewHome<T>(stopped: AbortSignal, work: (home: NewHome) => Promise<T>): Promise<T> {
  const path = await temporaryHome('first-start');
  try {
    return await unlessStopped(stopped, work(new NewHome(path)));
  } finally {
    for (const pid of processesOf(path)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has just ended.
      }
    }
    await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

// Below those that systems hand out themselves: whoever asks for any port, or connects, would take it before the gateway does.
async function portFor(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const isFree = await new Promise<boolean>((answer) => {
      const probe = createServer().on('error', () => answer(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
    });
    if (isFree) return port;
  }
}
