import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const PATIENCE = 9_000;
const GLANCE = 200;

let ofThisProcess: AbortSignal | undefined;

/**
 * Aborts when this process is told to end: by Ctrl-C, SIGTERM, SIGHUP, or the end of the npm that ran us or of the process that
 * forked us. To be asked for before anything is started; nine seconds later the process is gone, whatever it does.
 */
export function stopSignal(): AbortSignal {
  return (ofThisProcess ??= listen());
}

/** Opens something, and closes it when this process is told to end. What is told to end while it is being opened is no failure. */
export async function untilStopped(open: (stopped: AbortSignal) => Promise<() => Promise<void>>): Promise<void> {
  const stopped = stopSignal();
  let close: () => Promise<void>;
  try {
    close = await open(stopped);
  } catch (error) {
    if (stopped.aborted && [error, (error as Error).cause].includes(stopped.reason)) return;
    throw error;
  }
  await aborted(stopped);
  await close();
}

/** What the work results in, or a rejection as soon as this process is told to end. */
export async function unlessStopped<T>(stopped: AbortSignal, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const end = aborted(stopped, done.signal).then(() => Promise.reject(stopped.reason));
  try {
    return await Promise.race([work, end]);
  } finally {
    done.abort();
  }
}

/** Resolves when this process is told to end; rejects where nobody waits for that any more. */
export async function aborted(stopped: AbortSignal, unwanted?: AbortSignal): Promise<void> {
  if (!stopped.aborted) await once(stopped, 'abort', { signal: unwanted });
}

function listen(): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const tell = (): void => {
    if (signal.aborted) return;
    controller.abort(new Error('told to end before it was done'));
    setTimeout(giveUp, PATIENCE).unref();
  };
  // For good: npm passes on the Ctrl-C that a terminal has sent us as well, and people press it twice.
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(event, tell);
  process.once('disconnect', tell);
  if (process.connected === false) tell();
  watchNpm(tell);
  return signal;
}

function giveUp(): void {
  process.stderr.write('not everything ended in time\n');
  process.exit(1);
}

// npm hands SIGTERM to a shell, which ends without a word to us, and where npm itself is killed the shell stays: what tells is
// that we, or the shell, have another parent, or that no npm is left among those whom we come from.
function watchNpm(tell: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const [all, near] = [ancestors(), nearest()];
  if (all.length > 0 && !all.some(({ command }) => /\b(npm|pnpm|yarn|bun)\b/.test(command))) return tell();
  const watch = setInterval(() => {
    if (nearest() === near) return;
    clearInterval(watch);
    tell();
  }, GLANCE);
  watch.unref();
}

const nearest = (): string => [process.ppid, ancestors(2)[1]?.pid].join();

/** The processes that we come from, our parent first, as far as /proc tells. */
function ancestors(most = Infinity): { pid: number; command: string }[] {
  const found: { pid: number; command: string }[] = [];
  try {
    for (let pid = process.ppid; pid > 0 && found.length < most;) {
      found.push({ pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') });
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      pid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    }
  } catch {
    // No /proc, or one of them has just ended.
  }
  return found;
}
