import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ConfigError } from '@takwin/platform/config';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

/** Runs docker in the root of the checkout and returns what it printed; rejects with what it said when it fails. */
export async function docker(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { cwd: ROOT, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
  try {
    const { stdout } = await run('docker', args, options);
    return stdout.trim();
  } catch (error) {
    throw refusalOf(args, (error as { stderr?: string }).stderr || (error as Error).message);
  }
}

/** `docker compose`; profiles come from COMPOSE_PROFILES, which .env may hold. */
export const compose = (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> =>
  docker(['compose', ...args], env);

/** The same, showing what it does; resolves to the exit code. */
export async function composeAloud(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn('docker', ['compose', ...args], { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** The same, with its input and output as streams; `ended` rejects with what it said when it fails. */
export function composePiped(args: readonly string[]): { child: ChildProcess; ended: Promise<void> } {
  const child = spawn('docker', ['compose', ...args], { cwd: ROOT, stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  const ended = new Promise<void>((well, failed) => {
    child.on('error', failed);
    child.on('close', (code) => (code === 0 ? well() : failed(refusalOf(args, said))));
  });
  return { child, ended };
}

/** The rows of one statement, as the administrator of the house's database. */
export async function rowsOf(statement: string, database = 'takwin'): Promise<string[]> {
  const psql = ['psql', '-U', 'postgres', '-d', database, '-At', '-v', 'ON_ERROR_STOP=1', '-c', statement];
  return (await compose(['exec', '-T', 'postgres', ...psql])).split('\n').filter(Boolean);
}

const refusalOf = (args: readonly string[], said: string): ConfigError =>
  new ConfigError(`docker ${args.slice(0, 3).join(' ')}: ${said.trim()}`);
