// Builds what has changed and runs one of the root scripts: node apps/standalone/run.js start|cluster|demo|...
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const COMMANDS = {
  start: '../standalone/dist/start.js',
  cluster: '../standalone/dist/cluster.js',
  secrets: '../standalone/dist/write-secrets.js',
  backup: '../standalone/dist/backup.js',
  restore: '../standalone/dist/restore.js',
  generate: '../standalone/dist/generate.js',
  token: '../simulators/dist/token.js',
  verify: '../certifications/dist/verify.js',
  'rotate-keys': '../certifications/dist/rotate-keys.js',
  demo: '../journeys/dist/demo.js',
  bench: '../bench/dist/bench.js',
  chaos: '../bench/dist/chaos.js',
  smoke: '../licence-provisioner/dist/smoke.js',
};
const OLDEST_NODE = 24;

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  console.error(`usage: node apps/standalone/run.js ${Object.keys(COMMANDS).join('|')}`);
  process.exit(2);
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const pinned = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  if (!existsSync(pinned)) throw new Error('run npm ci first: it brings the Node that Takwin runs on');
  const child = spawn(pinned, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [status] = await once(child, 'exit');
  process.exit(status ?? 1);
}

build();
// As in the containers: else GraphQL looks twice at every value that it answers.
process.env.NODE_ENV ??= 'production';
const { main } = await import(new URL(command, import.meta.url).href);
process.exitCode = (await main(args)) ?? process.exitCode ?? 0;

// Silent where all goes well: what a command prints is its own.
function build() {
  if (process.env.TAKWIN_BUILT === '1') return;
  const nx = fileURLToPath(new URL('../../node_modules/nx/dist/bin/nx.js', import.meta.url));
  const known = existsSync(nx) ? nx : fileURLToPath(new URL('../../node_modules/.bin/nx', import.meta.url));
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' };
  if (process.stderr.isTTY) process.stderr.write('building...\r');
  const built = spawnSync(process.execPath, [known, 'run-many', '-t', 'build', '--outputStyle=static'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (built.status === 0) return;
  process.stderr.write(built.stdout + built.stderr);
  process.exit(1);
}
