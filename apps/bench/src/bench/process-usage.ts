import { readdir, readFile, writeFile } from 'node:fs/promises';

/** What a process has used: CPU in milliseconds, all threads, and its largest resident set in MB. Linux tells in /proc. */
export type Usage = { cpuMs: number; peakMb: number };

// USER_HZ, 100 on every Linux that Node runs on.
const TICK_MS = 10;

export async function usageOf(pid: number): Promise<Usage> {
  const [cpuMs, status] = await Promise.all([cpuMsOf(pid), readFile(`/proc/${pid}/status`, 'utf8')]);
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status);
  if (!peak) throw new Error(`the memory of process ${pid} cannot be read`);
  return { cpuMs, peakMb: Math.round(Number(peak[1]) / 1024) };
}

/** Forgets the largest resident set of a process: `usageOf` tells it from here on. Answers in MB what is resident now. */
export async function forgetPeak(pid: number): Promise<number> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
  return (await usageOf(pid)).peakMb;
}

/** Milliseconds of CPU that a process has used itself, or that its children had used when they ended; rejects when it is gone. */
export async function cpuMsOf(pid: number, whose: 'its own' | 'ended children' = 'its own'): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name in brackets, which may hold blanks: utime, stime, cutime and cstime are the 12th to 15th.
  const times = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  const [user = 0, system = 0] = whose === 'its own' ? times : times.slice(2);
  return (user + system) * TICK_MS;
}

/** Milliseconds that all threads of a process that live have been on a CPU, to the nanosecond. */
export async function threadsMsOf(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const spent = await Promise.all(
    // A thread may end between the two.
    threads.map((id) => readFile(`/proc/${pid}/task/${id}/schedstat`, 'utf8').catch(() => '0')),
  );
  return spent.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e6;
}

/** Milliseconds that a process has been on a CPU, to the nanosecond: what one short statement takes is below a tick. */
export async function runMsOf(pid: number): Promise<number> {
  const [ns] = (await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ');
  return Number(ns) / 1e6;
}
