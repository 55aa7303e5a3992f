import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SERVICES, TOPOLOGY, urlVariable, type Deployable } from '@takwin/contracts/topology';
import { AppEnv } from '@takwin/platform/config';
import { loadApp } from '@takwin/services/load-app';
import { edgesIn, workersServed } from './diagram.js';
import { ROOT } from './overlay.js';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const compose = read('docker-compose.yml');
const alerts = read('deploy/observability/alerts.yml');

/** The lines of docker-compose.yml that begin with a name, as a service or as something that services share. */
const blockOf = (name: string): string => new RegExp(`^( *)${name}:( &.*)?\\n((\\1 +.*)?\\n)*`, 'm').exec(compose)![0];
const all = (pattern: RegExp, text: string): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))].sort();

/** What a container is told besides what everyone is, with what its lines share with others'. */
const settingsOf = (name: string): string => {
  const own = blockOf(name);
  return [own, ...all(/\*([\w-]+)/g, own).map((anchor) => blockOf(`x-${anchor}`))].join('');
};
const secretsOf = (name: string): string => /^ +secrets:(.*\n( {6}- .*\n)*)/m.exec(blockOf(name))?.[1] ?? '';
const roles = (services: readonly string[]): string[] => services.flatMap((name) => [name, `${name}_reader`]).sort();

const NEEDED: Record<NonNullable<Deployable['needs']>[number], readonly string[]> = {
  cin: ['CIN_HASH_KEY_FILE'],
  sealing: ['CIN_ENCRYPTION_KEY_FILE'],
  credentials: ['CREDENTIAL_KEYS_FILE'],
  graph: ['GRAPH_URL', 'ENTRA_URL', 'GRAPH_TENANT', 'GRAPH_CLIENT_ID', 'GRAPH_CLIENT_SECRET_FILE', 'GRAPH_DOMAIN'],
  'initial-secrets': ['INITIAL_SECRET_KEY_FILE'],
  services: SERVICES.map(urlVariable),
};
const ROLE = { service: 'service', worker: 'worker', gateway: 'edge', simulator: 'simulator' };

describe.each(TOPOLOGY)('$name', ({ name, kind, schema, follows = [], needs = [] }) => {
  it('has a program, tagged as what it is, that starts what is called so', async () => {
    const { nx } = JSON.parse(read(`apps/${name}/package.json`)) as { nx: { tags: string[] } };
    expect(nx.tags).toEqual(['type:app', `role:${ROLE[kind]}`]);
    expect(read(`apps/${name}/src/main.ts`)).toContain("await runProgram(() => import('@takwin/");
    expect(await loadApp(name)).toMatchObject({ name, ...(kind === 'service' && { schema }) });
  });

  it('has a container that is told of its own schema, the logs that it follows and what it needs, and of no other', () => {
    const told = settingsOf(name);
    expect(blockOf(name)).toContain(`command: [${name}]`);
    expect(all(/^ +LOG_(\w+?)_URL:/gm, told)).toEqual(follows.map((log) => log.toUpperCase()).sort());
    expect(all(/^ +DATABASE_URL: postgres:\/\/(\w+)@/gm, told)).toEqual(schema ? [schema] : []);
    for (const [need, variables] of Object.entries(NEEDED))
      expect(variables.filter((variable) => new RegExp(`^ +${variable}:`, 'm').test(told))).toEqual(
        (needs as readonly string[]).includes(need) ? variables : [],
      );
  });

  it('is told no card of anybody unless it has a key under which it keeps what was asked', () => {
    if (kind !== 'service' || needs.includes('sealing')) return;
    expect(read(`apps/${name}/openapi.json`)).not.toMatch(/"cin"|identity card: AB/);
  });

  it('has a container that is told every setting of whom to believe, where it asks for tokens', () => {
    const settings = Object.keys(AppEnv.shape).filter((variable) => /^OIDC_|_ISSUER_/.test(variable));
    const told = settings.filter((variable) => new RegExp(`^ +${variable}:`, 'm').test(settingsOf(name)));
    expect(told).toEqual(schema || kind === 'gateway' ? settings : []);
  });

  it('is given the passwords that it is told to use, and no other', () => {
    const own = schema ? [schema, ...follows.map((log) => `${log}_reader`)] : [];
    expect(all(/\b(\w+)_password\b/g, secretsOf(name).replace('redis_password', ''))).toEqual(own.sort());
  });
});

describe('what is listed by hand', () => {
  it.each(['migrate', 'secrets-check'])('the secrets of %s are the passwords of every role', (container) => {
    const listed = all(/\b(\w+)_password\b/g, secretsOf(container));
    expect(listed.filter((role) => role !== 'postgres' && role !== 'redis')).toEqual(roles(SERVICES));
  });

  it('is observed: every deployable of production is scraped, and missed where it is gone', () => {
    const observed = TOPOLOGY.filter(({ kind }) => kind !== 'simulator').map(({ name }) => name);
    expect(all(/^ {10}- ([\w-]+)$/gm, read('deploy/observability/prometheus.yml'))).toEqual(observed.toSorted());
    expect(all(/absent\(up\{app="([\w-]+)"\}\)/g, alerts)).toEqual(observed.toSorted());
  });

  it.each(['README.md', 'docs/architecture.md'])(
    'is drawn in %s: whom the gateway asks, and whom workers serve',
    (page) => {
      const drawn = edgesIn(read(page));
      const served = TOPOLOGY.filter(({ kind }) => kind === 'worker').map(
        ({ name, schema }) => `${name} serves ${schema}`,
      );
      expect(drawn.flatMap(({ from, to }) => (from === 'gateway' ? [to] : [])).sort()).toEqual(SERVICES.toSorted());
      expect(workersServed(drawn).sort()).toEqual(served.sort());
    },
  );

  it('is drawn in docs/architecture.md: who follows whose log', () => {
    const drawn = edgesIn(read('docs/architecture.md')).flatMap(({ from, label, to }) =>
      label === 'events' ? [`${to} follows ${from}`] : [],
    );
    const followed = TOPOLOGY.flatMap(({ name, follows = [] }) =>
      follows.filter((log) => log !== name).map((log) => `${name} follows ${log}`),
    );
    expect(drawn.sort()).toEqual(followed.sort());
  });
});
