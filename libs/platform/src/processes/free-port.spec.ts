import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from './free-port.js';

const RANGE = '/proc/sys/net/ipv4/ip_local_port_range';

describe('a free port', () => {
  it('is one that no outgoing connection is given before it is listened on', async () => {
    const told = existsSync(RANGE) ? readFileSync(RANGE, 'utf8') : '49152 65535';
    const [first, last] = told.trim().split(/\s+/).map(Number);
    const ports = await Promise.all(Array.from({ length: 200 }, () => freePort()));
    expect(ports.filter((port) => port >= first! && port <= last!)).toEqual([]);
  });

  it('is tried first, and another is drawn where somebody listens on it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port: taken } = server.address() as AddressInfo;
    try {
      const free = await freePort();
      const drawn = [taken, taken, free];
      expect(await freePort(() => drawn.shift()!)).toBe(free);
      await expect(freePort(() => taken)).rejects.toThrow('no free port');
    } finally {
      server.close();
    }
  });
});
