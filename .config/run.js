// Builds what has changed and runs a program's `main`: node .config/run.js apps/cli/dist/start.js [ARGUMENT]...
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE = 24;
// Milliseconds; a first build of all takes some ten seconds.
const PATIENCE = 300_000;

const [program, ...args] = process.argv.slice(2);
if (!program) {
  console.error('usage: node .config/run.js PROGRAM [ARGUMENT]...');
  process.exit(2);
}

const root = fileURLToPath(new URL('../', import.meta.url));
const pinned = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

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
const { main } = await import(pathToFileURL(join(root, program)).href);
process.exitCode = (await main(args)) ?? process.exitCode ?? 0;

// Nx writes all that is built anew, whether it has changed or not, and others may just be loading it: so one builds at a time,
// and nobody where nothing has changed.
function build() {
  if (process.env.TAKWIN_BUILT === '1') return;
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const built = new DatabaseSync(join(cache, 'takwin-built'), { timeout: PATIENCE });
  built.exec('begin exclusive; create table if not exists built (tree text)');
  if (built.prepare('select 1 from built where tree = ?').get(treeNow()) === undefined) {
    runNx();
    built.exec('delete from built');
    built.prepare('insert into built values (?)').run(treeNow());
  }
  built.exec('commit');
  built.close();
}

/** The sources and what was built of them, as far as names, sizes and times tell. */
function treeNow() {
  const projects = ['apps', 'libs'].flatMap((room) => readdirSync(join(root, room)).map((name) => join(room, name)));
  const folders = projects.flatMap((project) => [join(project, 'src'), join(project, 'dist')]);
  const files = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)));
  const hash = createHash('sha256');
  for (const file of ['package.json', '.swcrc', ...files.sort()]) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

// Silent where all goes well: what a command prints is its own.
function runNx() {
  const nx = fileURLToPath(new URL('../node_modules/nx/dist/bin/nx.js', import.meta.url));
  const known = existsSync(nx) ? nx : fileURLToPath(new URL('../node_modules/.bin/nx', import.meta.url));
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
