import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';

// A house in containers has to stand: docker compose --profile simulated up -d --wait.
const { TAKWIN_TEST_CONTAINERS } = process.env;
if (!TAKWIN_TEST_CONTAINERS)
  // Jest keeps what a suite that is skipped says to its console.
  process.stderr.write(
    'Skipped what looks into containers: TAKWIN_TEST_CONTAINERS=1 says that the simulated house stands in them\n',
  );
const suite = TAKWIN_TEST_CONTAINERS ? describe : describe.skip;

const docker = (...args: string[]): string => execFileSync('docker', args, { encoding: 'utf8' }).trim();

type Inspected = {
  Name: string;
  Image: string;
  Config: { User: string; Env: string[]; Labels: Record<string, string>; Healthcheck?: unknown };
  HostConfig: {
    ReadonlyRootfs: boolean;
    CapDrop: string[] | null;
    CapAdd: string[] | null;
    Privileged: boolean;
    SecurityOpt: string[] | null;
    Memory: number;
    PidsLimit: number | null;
    LogConfig: { Config: Record<string, string> };
    PortBindings: Record<string, { HostIp: string }[]> | null;
    RestartPolicy: { Name: string };
  };
};

suite('every container of a house', () => {
  let containers: Inspected[];
  let secrets: string[];

  beforeAll(() => {
    const ids = docker('compose', '--profile', 'simulated', 'ps', '-aq').split('\n');
    containers = JSON.parse(docker('inspect', ...ids)) as Inspected[];
    const folder = resolve(
      fileURLToPath(new URL('../../../../', import.meta.url)),
      process.env.TAKWIN_SECRETS ?? '.secrets',
    );
    // The simulated tenant's is public on purpose, and too short a text to be looked for.
    secrets = readdirSync(folder)
      .filter((name) => name !== 'graph_client_secret')
      .map((name) => readFileSync(join(folder, name), 'utf8').trim());
  });

  const service = ({ Config }: Inspected): string => Config.Labels['com.docker.compose.service']!;
  const those = (fits: (one: Inspected) => boolean): string[] => containers.filter(fits).map(service);

  it('is there: the edge, every app, both stores and the migration', () => {
    expect(new Set(containers.map(service)).size).toBeGreaterThanOrEqual(14);
  });

  it('runs as no administrator, on a root that it cannot write, without capabilities or a way to gain them', () => {
    const isRoot = (user: string): boolean => user === '' || /^(root|0)(:|$)/.test(user);
    expect(those(({ Config }) => isRoot(Config.User))).toEqual([]);
    expect(those(({ HostConfig }) => !HostConfig.ReadonlyRootfs || HostConfig.Privileged)).toEqual([]);
    expect(those(({ HostConfig }) => String(HostConfig.CapDrop) !== 'ALL' || !!HostConfig.CapAdd?.length)).toEqual([]);
    expect(those(({ HostConfig }) => !HostConfig.SecurityOpt?.includes('no-new-privileges:true'))).toEqual([]);
  });

  it('is bounded in memory, processes and log, and looked after', () => {
    expect(those(({ HostConfig }) => !HostConfig.Memory || !HostConfig.PidsLimit)).toEqual([]);
    expect(those(({ HostConfig }) => !HostConfig.LogConfig.Config['max-size'])).toEqual([]);
    const lasting = containers.filter((one) => !['migrate', 'secrets-check'].includes(service(one)));
    expect(lasting.filter(({ Config }) => !Config.Healthcheck).map(service)).toEqual([]);
    expect(lasting.filter(({ HostConfig }) => HostConfig.RestartPolicy.Name !== 'unless-stopped').map(service)).toEqual(
      [],
    );
  });

  it('opens no port but the edge, and the simulators theirs to this machine alone', () => {
    const open = containers.filter(({ HostConfig }) => Object.keys(HostConfig.PortBindings ?? {}).length > 0);
    expect(open.map(service).sort()).toEqual(['edge', 'simulators']);
    const simulators = open.find((one) => service(one) === 'simulators')!;
    expect(Object.values(simulators.HostConfig.PortBindings!).flat()).toEqual([
      expect.objectContaining({ HostIp: '127.0.0.1' }),
    ]);
  });

  it("holds no secret in its configuration, its image or the image's history", () => {
    const images = [...new Set(containers.map(({ Image }) => Image))];
    const seen = [
      JSON.stringify(containers),
      docker('inspect', ...images),
      ...images.map((image) => docker('history', '--no-trunc', '--format', '{{.CreatedBy}} {{.Comment}}', image)),
    ].join('\n');
    expect(secrets.length).toBeGreaterThan(10);
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
    expect(seen).toContain('DATABASE_URL_PASSWORD_FILE');
  });
});
