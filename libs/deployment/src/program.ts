import type { ServiceApp } from '@takwin/platform/service';
import { explain } from './explain.js';
import { untilStopped } from './until-stopped.js';

/**
 * Runs one app with the environment of this process until it is told to end, also while it is loaded, and ends the process. Tells
 * a parent its URL.
 */
export async function runProgram(load: () => Promise<{ app: ServiceApp }>): Promise<never> {
  try {
    await untilStopped(async () => {
      const { app } = await load();
      const running = await app.start(process.env);
      if (process.connected) process.send?.({ url: running.url });
      return () => running.close();
    });
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}
