import { afterEach, expect, it } from '@jest/globals';
import { TOPOLOGY } from '@takwin/contracts/topology';
import { type Context, environmentOf } from './environment.js';
import { newSecrets } from './secrets.js';

afterEach(() => void delete process.env.RETENTION);

const none = { url: '', readerUrl: '' };
const context = {
  ...{ home: '/nowhere', port: 4000, secrets: newSecrets(), urls: {} },
  database: { urls: new Proxy({}, { get: () => none }), adminUrl: '', stop: () => Promise.resolve() },
} as unknown as Context;
const toldOf = (name: string) =>
  TOPOLOGY.map((deployable) => [deployable.kind, name in environmentOf(deployable, context)] as const);

it('tells each service for how long personal data is kept, where that is said, and nobody else', () => {
  expect(toldOf('RETENTION').some(([, isTold]) => isTold)).toBe(false);
  process.env.RETENTION = 'uploaded-files=30';
  for (const [kind, isTold] of toldOf('RETENTION')) expect([kind, isTold]).toEqual([kind, kind === 'service']);
});
