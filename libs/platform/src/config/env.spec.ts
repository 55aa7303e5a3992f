import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, readEnv, ServiceEnv } from './env.js';

const good = {
  OIDC_ISSUER: 'https://issuer.takwin.test',
  OIDC_JWKS_URL: 'http://127.0.0.1:1/jwks',
  DATABASE_URL: 'postgres://takwin_courses@127.0.0.1:1/takwin',
};

describe('reading the environment', () => {
  it('takes what is given, defaults the rest, and treats an empty variable as absent', () => {
    expect(readEnv(ServiceEnv, { ...good, REDIS_URL: '', OTHER: 'x' })).toEqual({
      ...good,
      HOST: '127.0.0.1',
      PORT: 0,
      OIDC_AUDIENCE: 'takwin',
      LOG_LEVEL: 'info',
      DRAIN_SECONDS: 0,
      DATABASE_POOL: 5,
      SWEEP_SECONDS: 5,
      JOB_LOCK_SECONDS: 20,
    });
  });

  it('refuses with every variable that is missing or wrong', () => {
    const read = () =>
      readEnv(ServiceEnv, { ...good, DATABASE_URL: 'mysql://x', OIDC_ISSUER: undefined, PORT: 'many' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/^PORT: .*\nOIDC_ISSUER: .*\nDATABASE_URL: .*$/);
  });
});

describe('a secret in a file', () => {
  let folder: string;
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'takwin-env-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the value, or the password of a URL', () => {
    const { DATABASE_URL, REDIS_URL } = readEnv(ServiceEnv, {
      ...good,
      DATABASE_URL_PASSWORD_FILE: file('password', 'a/b:c@d\n'),
      REDIS_URL_FILE: file('redis', 'redis://127.0.0.1:2\n'),
    });
    expect(new URL(DATABASE_URL)).toMatchObject({ username: 'takwin_courses', host: '127.0.0.1:1' });
    expect(decodeURIComponent(new URL(DATABASE_URL).password)).toBe('a/b:c@d');
    expect(REDIS_URL).toBe('redis://127.0.0.1:2');
  });

  it.each([
    ['missing', () => ({ DATABASE_URL_PASSWORD_FILE: join(folder, 'none') }), /^DATABASE_URL_PASSWORD_FILE: .*ENOENT/],
    ['empty', () => ({ REDIS_URL_FILE: file('empty', ' \n') }), /^REDIS_URL_FILE: .* is empty$/],
    ['given twice', () => ({ DATABASE_URL_FILE: file('url', good.DATABASE_URL) }), /^DATABASE_URL: is given twice/],
  ])('is refused where it is %s', (_, about, message) => {
    expect(() => readEnv(ServiceEnv, { ...good, ...about() })).toThrow(message);
  });
});
