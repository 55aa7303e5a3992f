import { expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { type Balance, Meter } from './meter.js';

it('takes nothing from an address of what the bucket of its client refuses', async () => {
  const seconds = 3_600;
  const quotas = { client: { points: 500, seconds }, address: { points: 1_000, seconds } };
  const meter = new Meter({ quotas, registry: new Registry() });
  const told: Balance[] = [];
  const archive = () => meter.charge({ address: '192.0.2.1', client: 'amal' }, 400, (balance) => told.push(balance));
  await archive();
  for (let tries = 0; tries < 5; tries++) await expect(archive()).rejects.toThrow('TOO_MANY_REQUESTS');
  expect(told).toHaveLength(6);
  expect(told.at(-1)).toMatchObject({ address: { left: 600 }, client: { left: 100 } });
  await meter.close();
});
