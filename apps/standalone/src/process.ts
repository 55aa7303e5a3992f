import { explain } from './explain.js';
import { placeOf } from './topology.js';
import { untilToldToEnd } from './until-told.js';

/** One app in a process of its own: `node process.js NAME`, with its environment. Tells a parent its URL. */
async function main(name: string): Promise<void> {
  await untilToldToEnd(async () => {
    const { app } = await placeOf(name).load();
    const running = await app.start(process.env);
    if (process.connected) process.send?.({ url: running.url });
    return () => running.close();
  });
}

try {
  await main(process.argv[2] ?? '');
  process.exit(0);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
