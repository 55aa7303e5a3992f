import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PATIENCE = 120_000;

type At = { home: string; port: number; env?: NodeJS.ProcessEnv };

/** A root script as someone runs it in a terminal: `npm start`, `npm run cluster`, or the Node that npm would run. */
export class Launched {
  output = '';

  private constructor(
    private readonly first: ChildProcess,
    readonly by: 'npm' | 'node',
  ) {
    for (const stream of [first.stdout!, first.stderr!])
      stream.setEncoding('utf8').on('data', (text) => (this.output += text));
  }

  static npm(args: string[], at: At): Launched {
    return new Launched(launch('npm', args, at), 'npm');
  }

  static node([program, ...args]: string[], at: At): Launched {
    const run = ['.config/run.js', `apps/cli/dist/${program}.js`, ...args];
    return new Launched(launch(process.execPath, run, at), 'node');
  }

  /** Resolves to the exit code, or to the signal that ended it. */
  async ended(): Promise<number | NodeJS.Signals> {
    if (!this.hasEnded) await once(this.first, 'exit');
    return (this.first.exitCode ?? this.first.signalCode)!;
  }

  async ready(): Promise<void> {
    await until(() => this.isReady || this.hasEnded, PATIENCE);
    if (!this.isReady) throw new Error(`it ended before it was ready:\n${this.output}`);
  }

  get isReady(): boolean {
    return /^ready in/m.test(this.output);
  }

  get hasEnded(): boolean {
    return this.first.exitCode !== null || this.first.signalCode !== null;
  }

  /** To the first process alone, as whatever supervises it does. */
  tell(signal: NodeJS.Signals): void {
    this.first.kill(signal);
  }

  /** To every process of it that has no terminal of its own, as a terminal does. */
  tellAll(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.first.pid!, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function launch(command: string, args: string[], { home, port, env }: At): ChildProcess {
  const { DATABASE_URL: _1, REDIS_URL: _2, NODE_ENV: _3, ...mine } = process.env;
  const told = { ...mine, ...env, TAKWIN_HOME: home, PORT: String(port), LOG_LEVEL: 'error' };
  // A group of its own, as a shell makes one for each command.
  return spawn(command, args, { cwd: ROOT, env: told, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
}

export async function until(holds: () => boolean, patience: number): Promise<void> {
  for (const end = performance.now() + patience; !holds(); await pause(20))
    if (performance.now() > end) throw new Error(`not so after ${patience} ms: ${holds.toString()}`);
}

/** The ids of the processes that serve a home: those that were told of it, and those that work in it, as PostgreSQL does. */
export function processesOf(home: string): number[] {
  const folders = [home, tried(() => realpathSync(join(home, 'postgres'))) ?? home];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter(
      (pid) =>
        tried(() => readFileSync(`/proc/${pid}/environ`, 'utf8'))?.includes(`TAKWIN_HOME=${home}\0`) ||
        folders.some((folder) => tried(() => readlinkSync(`/proc/${pid}/cwd`))?.startsWith(folder)),
    )
    .map(Number);
}

export const postmasterOf = (home: string): number =>
  Number(readFileSync(join(home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);

// Processes come and go while they are listed.
function tried<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
