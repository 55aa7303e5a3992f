const PATIENCE = 9_000;

/** Waits for Ctrl-C or SIGTERM, then runs `end`, within nine seconds whatever it does. */
export async function untilToldToEnd(end: () => Promise<void>): Promise<void> {
  await new Promise<void>((told) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => told());
  });
  const late = setTimeout(() => {
    process.stderr.write('not everything ended in time\n');
    process.exit(1);
  }, PATIENCE);
  await end();
  clearTimeout(late);
}
