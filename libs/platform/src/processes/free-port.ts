import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below those that a kernel gives to outgoing connections (from 32768 on Linux, 49152 elsewhere): no connection takes one meanwhile.
const LOWEST = 10_000;
const ABOVE = 32_768;
const TRIES = 100;

/** A port of 127.0.0.1 on which a server that is about to start can listen; refuses where the hundred that it tried are taken. */
export async function freePort(draw = (): number => randomInt(LOWEST, ABOVE)): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = draw();
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${LOWEST} and ${ABOVE}: ${TRIES} were tried`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((told) => {
    const probe = createServer().once('error', () => told(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => told(true)));
  });
}
