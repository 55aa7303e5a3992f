import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { patientConnector } from './patient-connector.js';

describe('a call of a service that is being replaced', () => {
  let client: Agent;
  let service: Server | undefined;
  afterEach(async () => {
    await client.destroy();
    service?.closeAllConnections();
    await new Promise((closed) => (service ? service.close(closed) : closed(undefined)));
    service = undefined;
  });

  const start = async (port = 0): Promise<number> => {
    service = createServer((asked, answer) => asked.pipe(answer));
    await new Promise<void>((listens) => service!.listen(port, '127.0.0.1', listens));
    return (service.address() as AddressInfo).port;
  };
  const stop = async (): Promise<void> => {
    service!.closeAllConnections();
    await new Promise((closed) => service!.close(closed));
    service = undefined;
  };
  const patient = (patience: number) => new Agent({ connect: patientConnector({ timeout: 1_000, patience }) });
  const ask = async (port: number): Promise<string> => {
    const { body } = await request(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'once', dispatcher: client });
    return body.text();
  };

  it('waits until it is there again, and is sent once', async () => {
    client = patient(5_000);
    const port = await start();
    expect(await ask(port)).toBe('once');
    await stop();
    const asked = ask(port);
    await pause(400);
    await start(port);
    expect(await asked).toBe('once');
  });

  it('fails when the service stays away, and then at once until it is back', async () => {
    client = patient(400);
    const port = await start();
    await stop();
    await expect(ask(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const from = performance.now();
    await expect(ask(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(performance.now() - from).toBeLessThan(150);
    await start(port);
    expect(await ask(port)).toBe('once');
  });
});
