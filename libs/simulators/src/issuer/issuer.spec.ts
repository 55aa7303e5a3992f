import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { JwtVerifier, trustOf } from '@takwin/platform/auth';
import { AppEnv, readEnv } from '@takwin/platform/config';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { started } from '../testing/started.js';
import { Misuse, tokenAsked } from '../token.js';
import { AUDIENCE, ISSUER } from './issuer.js';

const ACADEMY = '4397c351-bb9c-8a5a-9558-d54a2f70ea50';
const PERSON = '0b0f1c5e-6f4e-4d4e-9b1a-3a4f5e6d7c8b';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'takwin-issuer-'));
});
afterEach(() => rm(home, { recursive: true }));

const token = (...args: string[]): Promise<string> => tokenAsked(args, home);

const verified = (jwt: string, jwks: string, at?: Date) =>
  jwtVerify(jwt, createRemoteJWKSet(new URL(jwks)), {
    issuer: ISSUER,
    audience: AUDIENCE,
    ...(at && { currentDate: at }),
  });

describe('the issuer over HTTP', () => {
  let sim: Awaited<ReturnType<typeof started>>;
  beforeAll(async () => {
    sim = await started();
  });
  afterAll(() => sim.close());

  const ask = async (form: Record<string, string>) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
    const response = await fetch(`${sim.url}/issuer/token`, { method: 'POST', body });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };

  it('publishes where its keys and tokens are, and only the public part of its key', async () => {
    const discovery = await fetch(`${sim.url}/issuer/.well-known/openid-configuration`).then((r) => r.json());
    expect(discovery).toMatchObject({
      issuer: 'https://issuer.takwin.test',
      jwks_uri: `${sim.url}/issuer/jwks`,
      token_endpoint: `${sim.url}/issuer/token`,
    });
    const { keys } = (await fetch(`${sim.url}/issuer/jwks`).then((r) => r.json())) as { keys: object[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
  });

  it('gives a token that says who may do what, where', async () => {
    const form = {
      role: 'regional-director',
      region: 'MA-06,MA-07',
      academy: ACADEMY,
      group: 'DEV101',
      person: PERSON,
    };
    const { status, body } = await ask({ ...form, hours: '2' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 7_200 });
    const { payload, protectedHeader } = await verified(
      body['access_token']!,
      `${sim.url}/issuer/jwks`,
      sim.clock.now(),
    );
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
    expect(payload).toEqual({
      sub: PERSON,
      role: 'regional-director',
      regions: ['MA-06', 'MA-07'],
      academies: [ACADEMY],
      groups: ['DEV101'],
      person_id: PERSON,
      scope: '',
      iss: 'https://issuer.takwin.test',
      aud: 'takwin',
      iat: 1_795_507_200,
      exp: 1_795_514_400,
      jti: expect.any(String),
    });
  });

  it.each([
    [{}, /role/],
    [{ role: 'king' }, /role/],
    [{ role: 'system' }, /role/],
    [{ role: 'candidate', person: '12' }, /person/],
    [{ role: 'trainer', region: 'MA-13' }, /region/],
    [{ role: 'trainer', hours: '-1' }, /hours/],
    [{ role: 'academy-manager', region: 'MA-06' }, /academy: the role academy-manager needs academy/],
  ])('refuses %j and says why', async (form, why) => {
    const { status, body } = await ask(form as Record<string, string>);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'invalid_request', error_description: expect.stringMatching(why) });
  });

  it('refuses other grants', async () => {
    expect((await ask({ grant_type: 'password' })).body['error']).toBe('unsupported_grant_type');
  });
});

describe('the token that a command line asks for', () => {
  it('is one that the issuer on the same home folder stands for, whoever came first', async () => {
    const before = await token('--role', 'programme-admin');
    const sim = await started({ home });
    const after = await token('--role', 'integrator', '--scope', 'licensing:read FindLicences', '--hours', '1');
    for (const one of [before, after]) expect((await verified(one, `${sim.url}/issuer/jwks`)).payload.iss).toBe(ISSUER);
    await sim.close();
    const again = await started({ home });
    expect((await verified(before, `${again.url}/issuer/jwks`)).payload).toMatchObject({ role: 'programme-admin' });
    expect((await verified(after, `${again.url}/issuer/jwks`)).payload['scope']).toBe('licensing:read FindLicences');
    await again.close();
  });

  it('takes repeated flags and commas, and gives an integrator every scope unless told', async () => {
    const claims = async (...args: string[]) =>
      JSON.parse(Buffer.from((await token(...args)).split('.')[1]!, 'base64url').toString());
    const TRAINER = ['--role', 'trainer', '--academy', ACADEMY];
    expect(await claims(...TRAINER, '--region', 'MA-01', '--region', 'MA-02,MA-03', '--group', 'DEV101')).toMatchObject(
      {
        sub: 'development:trainer',
        regions: ['MA-01', 'MA-02', 'MA-03'],
        groups: ['DEV101'],
        scope: '',
      },
    );
    expect(await claims('--role=trainer', '--person', PERSON, '--subject', 'amal@takwin.test')).toMatchObject({
      sub: 'amal@takwin.test',
      person_id: PERSON,
    });
    expect(await claims('--role=integrator')).toMatchObject({ scope: '*' });
    expect(await claims('--role=integrator', '--scope=')).toMatchObject({ scope: '' });
    const { iat, exp } = await claims('--role=auditor');
    expect(exp - iat).toBe(12 * 3_600);
  });

  it('is what the services take', async () => {
    const sim = await started({ home });
    const env = readEnv(AppEnv, { SIMULATED_ISSUER_URL: `${sim.url}/issuer` });
    const verifier = new JwtVerifier(trustOf(env, 'academies'));
    const asked = await token('--role', 'candidate', '--person', PERSON, '--academy', ACADEMY);
    expect(await verifier.verify(`Bearer ${asked}`)).toEqual({
      subject: PERSON,
      personId: PERSON,
      mandates: [{ role: 'candidate', regions: [], academies: [ACADEMY], groups: [], scopes: [] }],
    });
    await sim.close();
  });

  it.each([
    [['--role', 'king'], /role/],
    [[], /role/],
    [['--role', 'candidate', '--person', 'me'], /person/],
    [['--role', 'academy-manager', '--academy', `${ACADEMY},x`], /academy/],
    [['--role', 'academy-manager'], /academy: /],
    [['--role', 'regional-director', '--academy', ACADEMY], /region: /],
    [['--role', 'candidate', '--academy', ACADEMY], /person: /],
    [['--role', 'trainer', '--region', 'MA-06'], /academy: .* academy or person/],
    [['--role', 'trainer', '--group', 'DEV101'], /academy: a group is of an academy/],
    [['--role', 'trainer', '--planet', 'Mars'], /planet/],
    [['--role', 'trainer', 'stray'], /stray/],
  ])('is refused for %j, with how it is used, and no key is made', async (args, why) => {
    const asked = token(...args);
    await expect(asked).rejects.toThrow(Misuse);
    await expect(asked).rejects.toThrow(why);
    await expect(asked).rejects.toThrow('usage: npm run --silent token');
    expect(await readdir(home)).toEqual([]);
  });
});

describe('the key file', () => {
  it('is made once, for its owner alone, however many ask at the same time', async () => {
    const tokens = await Promise.all(Array.from({ length: 8 }, () => token('--role', 'auditor')));
    const kids = tokens.map((one) => JSON.parse(Buffer.from(one.split('.')[0]!, 'base64url').toString()).kid);
    expect(new Set(kids).size).toBe(1);
    expect(await readdir(home)).toEqual(['issuer.json']);
    expect((await stat(join(home, 'issuer.json'))).mode & 0o777).toBe(0o600);
  });

  it('is made in a home folder that is not there yet', async () => {
    home = join(home, 'new', 'home');
    await token('--role', 'auditor');
    expect(await readFile(join(home, 'issuer.json'), 'utf8')).toContain('"kty":"RSA"');
    await rm(home, { recursive: true });
    home = join(home, '..', '..');
  });

  it('is named when it holds something else, and left as it is', async () => {
    await writeFile(join(home, 'issuer.json'), '{}');
    await expect(token('--role', 'auditor')).rejects.toThrow(/issuer\.json holds no private RSA key/);
    expect(await readFile(join(home, 'issuer.json'), 'utf8')).toBe('{}');
  });
});
