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
      OIDC_AUDIENCE: ['takwin'],
      OIDC_CLAIMS: expect.objectContaining({ subject: ['sub'], role: ['role'] }),
      OIDC_TOKEN_HOURS: 24,
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
    expect(read).toThrow(/^PORT: .*\nDATABASE_URL: .*\nOIDC_ISSUER: .*$/);
  });
});

describe('whom an app believes', () => {
  const reachable = { ...good, HOST: '0.0.0.0', OIDC_JWKS_URL: undefined };
  const read = (about: NodeJS.ProcessEnv) => readEnv(ServiceEnv, { ...reachable, ...about });

  it('is an issuer at https where others can reach it', () => {
    const OIDC_ISSUER = 'https://login.ofppt.ma/realms/takwin';
    expect(read({ OIDC_ISSUER })).toMatchObject({ OIDC_ISSUER, OIDC_JWKS_URL: undefined });
  });

  it.each([
    'https://issuer.takwin.test',
    'https://localhost',
    'https://127.0.0.1:4001/issuer',
    'http://[::1]:8080',
    'https://login.example',
  ])('is not %s, of which anybody may have any role', (OIDC_ISSUER) => {
    expect(() => read({ OIDC_ISSUER })).toThrow(`OIDC_ISSUER: ${OIDC_ISSUER} is a development issuer's`);
    expect(read({ OIDC_ISSUER, HOST: '127.0.0.1' })).toMatchObject({ OIDC_ISSUER });
    expect(read({ OIDC_ISSUER, HOST: '::1' })).toMatchObject({ OIDC_ISSUER });
  });

  it('is nobody by plain HTTP, nor without a name', () => {
    const OIDC_ISSUER = 'https://login.ofppt.ma';
    expect(() => read({ OIDC_ISSUER: 'http://login.ofppt.ma' })).toThrow(/^OIDC_ISSUER: .* is not https: .*$/);
    expect(() => read({ OIDC_ISSUER: 'login.ofppt.ma' })).toThrow(/^OIDC_ISSUER: login.ofppt.ma is no URL$/);
    const keys = { OIDC_ISSUER, OIDC_JWKS_URL: 'http://login.ofppt.ma/keys' };
    expect(() => read(keys)).toThrow(/^OIDC_JWKS_URL: .* is not https: .*$/);
    const beside = { OIDC_ISSUER, OIDC_JWKS_URL: 'http://simulators:4000/issuer/jwks' };
    expect(() => read(beside)).toThrow(/^OIDC_JWKS_URL: .* is not https: .*$/);
    expect(() => read({ OIDC_ISSUER: '' })).toThrow(/^OIDC_ISSUER: names who signs .* and is missing$/);
  });

  it('is a simulated issuer beside it where no other is named, and never one that is elsewhere', () => {
    for (const SIMULATED_ISSUER_URL of ['http://simulators:4000/issuer', 'http://127.0.0.1:4001/issuer'])
      expect(read({ OIDC_ISSUER: '', SIMULATED_ISSUER_URL })).toMatchObject({ SIMULATED_ISSUER_URL });
    for (const SIMULATED_ISSUER_URL of [
      'http://evil.test/issuer',
      'http://10.0.0.7/issuer',
      'https://simulators/issuer',
    ])
      expect(() => read({ OIDC_ISSUER: '', SIMULATED_ISSUER_URL })).toThrow(/^SIMULATED_ISSUER_URL: /);
  });

  it.each([
    ['OIDC_CLAIMS', 'role', 'is of pairs name=value'],
    ['OIDC_CLAIMS', 'role=a role=b', 'each name once'],
    ['OIDC_CLAIMS', 'rôle=roles', 'rôle is none of subject, role'],
    ['OIDC_ROLES', 'Takwin.Admin', 'is of pairs name=value'],
    ['OIDC_ROLES', 'Takwin.Admin=root', 'root is none of programme-admin'],
    ['OIDC_TOKEN_HOURS', '200', '168'],
  ])('is read by %s, and refused where that says %s', (variable, value, why) => {
    expect(() => read({ OIDC_ISSUER: 'https://login.ofppt.ma', [variable]: value })).toThrow(`${variable}: `);
    expect(() => read({ OIDC_ISSUER: 'https://login.ofppt.ma', [variable]: value })).toThrow(why);
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
