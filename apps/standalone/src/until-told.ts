const PATIENCE = 9_000;
const GLANCE = 200;

/** Waits for Ctrl-C, SIGTERM or the end of the npm that ran us, then runs `end`, within nine seconds whatever it does. */
export async function untilToldToEnd(end: () => Promise<void>): Promise<void> {
  await new Promise<void>((told) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => told());
    watchNpm(told);
  });
  const late = setTimeout(() => {
    process.stderr.write('not everything ended in time\n');
    process.exit(1);
  }, PATIENCE);
  await end();
  clearTimeout(late);
}

// npm hands SIGTERM to a shell, which ends without a word to us: what tells is that we have another parent.
function watchNpm(told: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    told();
  }, GLANCE);
  watch.unref();
}
