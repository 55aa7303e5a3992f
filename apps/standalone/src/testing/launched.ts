import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PATIENCE = 120_000;

type At = { home: string; port: number; env?: NodeJS.ProcessEnv };

/** A root script as someone runs it in a terminal: `npm start`, `npm run cluster`. */
export class Launched {
  output = '';

  private constructor(private readonly npm: ChildProcess) {
    for (const stream of [npm.stdout!, npm.stderr!])
      stream.setEncoding('utf8').on('data', (text) => (this.output += text));
  }

  static npm(args: string[], { home, port, env }: At): Launched {
    const { DATABASE_URL: _1, REDIS_URL: _2, NODE_ENV: _3, ...mine } = process.env;
    const told = { ...mine, ...env, TAKWIN_HOME: home, PORT: String(port), LOG_LEVEL: 'error' };
    return new Launched(spawn('npm', args, { cwd: ROOT, env: told, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Resolves to the exit code. */
  async ended(): Promise<number | null> {
    if (this.npm.exitCode === null && this.npm.signalCode === null) await once(this.npm, 'exit');
    return this.npm.exitCode;
  }

  async ready(): Promise<void> {
    await until(() => /^ready in/m.test(this.output) || this.npm.exitCode !== null, PATIENCE);
    if (!/^ready in/m.test(this.output)) throw new Error(`it ended before it was ready:\n${this.output}`);
  }

  /** To npm alone, as whatever supervises it does. */
  tell(signal: NodeJS.Signals): void {
    this.npm.kill(signal);
  }
}

export async function until(holds: () => boolean, patience: number): Promise<void> {
  for (const end = performance.now() + patience; !holds(); await pause(20))
    if (performance.now() > end) throw new Error(`not so after ${patience} ms: ${holds.toString()}`);
}

/** The ids of the processes that serve a home: those that were told of it, and the PostgreSQL that works in it. */
export function processesOf(home: string): number[] {
  const database = tried(() => realpathSync(join(home, 'postgres')));
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter(
      (pid) =>
        tried(() => readFileSync(`/proc/${pid}/environ`, 'utf8'))?.includes(`TAKWIN_HOME=${home}\0`) ||
        (database && tried(() => readlinkSync(`/proc/${pid}/cwd`))?.startsWith(database)),
    )
    .map(Number);
}

export const postmasterOf = (home: string): number =>
  Number(readFileSync(join(home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);

export function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}

// Processes come and go while they are listed.
function tried<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
