import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { explain } from '@takwin/deployment/explain';
import { homeOf } from '@takwin/deployment/home';
import { portOf } from '@takwin/deployment/installation';
import { newSecrets } from '@takwin/deployment/secrets';
import { SystemClock } from '@takwin/platform/clock';
import { Issuer } from '@takwin/simulators/issuer/issuer';
import { DEVELOPMENT } from '@takwin/simulators/tenants';

const { TAKWIN_SECRETS: FOLDER = '.secrets' } = process.env;
const SETTINGS = '.env';

/**
 * `npm run secrets`: what docker compose wants to find, written where it is missing and never written over. The folder is its
 * owner's alone; the files in it can be read by any user, since those of the containers are not known here.
 * @public
 */
export async function main(): Promise<number> {
  try {
    const files = { ...secretFiles(), issuer_key: await issuerKey() };
    const settings = settingsOf(portOf());
    await mkdir(FOLDER, { recursive: true });
    await chmod(FOLDER, 0o700);
    for (const [name, text] of Object.entries(files)) await once(join(FOLDER, name), text, 0o444);
    await once(SETTINGS, settings, 0o600);
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

function secretFiles(): Record<string, string> {
  const { passwords, cinEncryptionKey, cinHashKey, credentialKeys } = newSecrets();
  const { jobs: _onPostgres, jobs_reader: _nobody, ...roles } = passwords;
  return {
    postgres_password: randomBytes(24).toString('base64url'),
    redis_password: randomBytes(24).toString('base64url'),
    ...Object.fromEntries(Object.entries(roles).map(([role, password]) => [`${role}_password`, password])),
    cin_encryption_key: cinEncryptionKey,
    cin_hash_key: cinHashKey,
    credential_keys: JSON.stringify(credentialKeys),
    graph_client_secret: DEVELOPMENT.clientSecret,
    initial_secret_key: randomBytes(32).toString('base64'),
    backup_key: randomBytes(32).toString('base64'),
    grafana_password: randomBytes(18).toString('base64url'),
  };
}

/** The key of `npm run token`, so that its tokens are good in the containers too: the simulated issuer's alone. */
async function issuerKey(): Promise<string> {
  const home = homeOf();
  await Issuer.open(home, new SystemClock());
  return readFile(join(home, 'issuer.json'), 'utf8');
}

const settingsOf = (port: number): string =>
  `# What docker compose reads; docs/runbooks/first-installation.md says what to set before production.
TAKWIN_SECRETS=${isAbsolute(FOLDER) ? FOLDER : `./${FOLDER}`}
TAKWIN_PORT=${port}
TAKWIN_SIMULATORS_PORT=${port + 1}
PUBLIC_URL=http://127.0.0.1:${port}
COMPOSE_PROFILES=workers

# Who signs the callers' tokens: docs/runbooks/identity-provider.md. Until one is named nobody is let in, but in a trial
# (--profile simulated), where it is the simulated issuer.
OIDC_ISSUER=

# Where licences are given. These are the simulated Microsoft's: name your tenant before production, and put its client
# secret into ${FOLDER}/graph_client_secret.
GRAPH_URL=http://simulators:4000/graph/v1.0
ENTRA_URL=http://simulators:4000/entra
GRAPH_TENANT=${DEVELOPMENT.tenantId}
GRAPH_CLIENT_ID=${DEVELOPMENT.clientId}
GRAPH_DOMAIN=${DEVELOPMENT.domain}
`;

async function once(file: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(file, text, { mode, flag: 'wx' });
    // The umask may have taken from the mode.
    await chmod(file, mode);
    process.stdout.write(`wrote ${file}\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    process.stdout.write(`kept  ${file}\n`);
  }
}
