import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openInstallation } from '@takwin/deployment/installation';
import { startServices, type RunningServices } from '@takwin/deployment/running-services';
import { SystemClock } from '@takwin/platform/clock';
import { temporaryHome } from '@takwin/platform/testing';
import { Issuer } from '@takwin/simulators/issuer/issuer';
import pg from 'pg';

/** For a hook that starts a house, and may have to wait for what all are copies of. */
export const TO_START = 600_000;
/** For PostgreSQL: what a crash could lose is thrown away anyway. */
const CARELESS = 'fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n';

type About = { subject?: string; person?: string; region?: string[]; academy?: string[]; scope?: string[] };

/** A house of one spec, in its process and on a home of its own. */
export type House = RunningServices & {
  home: string;
  /** The administrator's URL of its database. */
  adminUrl: string;
  issuer: Issuer;
  tokenOf(role: string, about?: About): Promise<string>;
};

/**
 * Starts a house as it stands once it has started before: on a copy of a home that is made once in a run, where all that ships is
 * loaded, and every service has heard of it. `env` goes before the settings of all its apps; `close` removes the home too.
 */
export async function startHouse(env: NodeJS.ProcessEnv = {}): Promise<House> {
  const home = await temporaryHome('house');
  await promisify(execFile)('cp', ['-a', `${await homeOfRun()}/.`, home]);
  const { running, adminUrl } = await open(home, env);
  const issuer = await Issuer.open(home, new SystemClock());
  const nothing = { region: [], academy: [], group: [], hours: 1 };
  return {
    ...running,
    home,
    adminUrl,
    issuer,
    tokenOf: async (role, about = {}) => (await issuer.token({ role, ...nothing, ...about } as never)).token,
    async close() {
      await running.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function open(home: string, env: NodeJS.ProcessEnv = {}) {
  const settings = { LOG_LEVEL: 'silent', ...env };
  const installation = await openInstallation({ home, runs: 'a spec', port: 0, env: settings });
  return { running: await startServices(installation), adminUrl: installation.adminUrl };
}

/** The home that all houses of this run are copies of: whoever needs it first makes it, and the others wait. */
async function homeOfRun(): Promise<string> {
  const made = join(process.env.TAKWIN_TEST_RUN!, 'house');
  const draft = `${made}.draft`;
  for (const end = Date.now() + TO_START; !existsSync(made); await pause(100)) {
    const isFirst = await mkdir(draft, { mode: 0o711 }).then(
      () => true,
      () => false,
    );
    if (isFirst) await make(draft, made);
    else if (Date.now() > end) throw new Error('the home that houses are copies of was not made in time');
  }
  return made;
}

async function make(draft: string, made: string): Promise<void> {
  try {
    const { running, adminUrl } = await open(draft);
    await atRest(running, adminUrl).finally(() => running.close());
    await appendFile(join(draft, 'postgres/data/postgresql.conf'), CARELESS);
    await rename(draft, made);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Waits until nobody seems to have anything left to do; a house does what is left when it starts. */
async function atRest({ urls }: RunningServices, adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    for (let still = 0; still < 3; await pause(500)) {
      const { rowCount } = await admin.query(`select from certifications.credential where state <> 'valid' limit 1`);
      still = rowCount === 0 && (await lags(urls)).every((lag) => lag === 0) ? still + 1 : 0;
    }
  } finally {
    await admin.end();
  }
}

/** How many events each follower has not heard of yet. */
async function lags(urls: Readonly<Record<string, string>>): Promise<number[]> {
  const told = Object.values(urls).map(async (url) => (await fetch(`${url}/metrics`)).text());
  return (await Promise.all(told)).flatMap((text) =>
    [...text.matchAll(/^takwin_events_lag\{[^}]*\} (\d+)/gm)].map(([, events]) => Number(events)),
  );
}
