import { readFile } from 'node:fs/promises';

/** What a process has used: CPU in milliseconds, all threads, and its largest resident set in MB. Linux tells in /proc. */
export type Usage = { cpuMs: number; peakMb: number };

// USER_HZ, 100 on every Linux that Node runs on.
const TICK_MS = 10;

export async function usageOf(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  // After the name in brackets, which may hold blanks: utime and stime are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status);
  if (!peak) throw new Error(`the memory of process ${pid} cannot be read`);
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, peakMb: Math.round(Number(peak[1]) / 1024) };
}
