import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that these specs stand in. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** The files of a checkout, as the check sees them. */
export const { filesIn } = (await import(join(ROOT, '.config/files.js'))) as { filesIn(root: string): string[] };

const COPIED = ['.config', '.swcrc', 'nx.json', 'package.json', 'package-lock.json', 'tsconfig.base.json'];

type Finished = { code: number | null; stdout: string; output: string };

/**
 * A tree with this one's configuration, tags and packages and with files of its own, in a temporary folder: where
 * rules may be broken without anybody else seeing it.
 */
export class Overlay {
  readonly root = mkdtempSync(join(tmpdir(), 'takwin-overlay-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const name of COPIED) cpSync(join(ROOT, name), join(this.root, name), { recursive: true });
    for (const project of projects()) cpSync(join(ROOT, project), join(this.root, project));
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    this.#linkPackages();
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Runs one of the checkout's tools in this tree, and resolves however it ends. */
  run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    return finished(script, args, this.root, { NX_WORKSPACE_ROOT_PATH: this.root, ...env });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #linkPackages(): void {
    const there = join(ROOT, 'node_modules');
    const here = join(this.root, 'node_modules');
    mkdirSync(join(here, '@takwin'), { recursive: true });
    for (const name of readdirSync(there)) {
      if (name !== '@takwin' && !name.startsWith('.')) symlinkSync(join(there, name), join(here, name));
    }
    for (const project of projects()) {
      const [folder, name] = project.split('/');
      const link = join(here, '@takwin', folder === 'apps' ? `${name}-app` : name!);
      symlinkSync(join(this.root, folder!, name!), link);
    }
  }
}

/** Runs a Node script with the Node that runs this. */
function finished(
  script: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false', ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, output: stdout + stderr }));
  });
}

function projects(): string[] {
  const found = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}/package.json`),
  );
  // Of a project that has moved away what was built of it may be left.
  return found.filter((path) => existsSync(join(ROOT, path)));
}
