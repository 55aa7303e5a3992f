import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const run = promisify(execFile);

/** Runs docker in the root of the checkout and returns what it printed; rejects with what it said when it fails. */
export async function docker(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { cwd: ROOT, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
  const { stdout } = await run('docker', args, options);
  return stdout.trim();
}

/** `docker compose` of the simulated house. */
export const compose = (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> =>
  docker(['compose', '--profile', 'simulated', ...args], env);

/** The same, showing what it does; resolves to the exit code. */
export function composeAloud(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const all = ['compose', '--profile', 'simulated', '--progress', 'quiet', ...args];
  const child = spawn('docker', all, { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'inherit' });
  return new Promise((ended, failed) => child.on('error', failed).on('exit', (code) => ended(code ?? 1)));
}

/** The names of the containers of a service that run. */
export async function containersOf(service: string): Promise<string[]> {
  const names = await compose(['ps', '--format', '{{.Name}}', service]);
  return names.split('\n').filter(Boolean);
}

/** The rows of one statement, as the administrator of the house's database. */
export async function rowsOf(statement: string): Promise<string[]> {
  const psql = ['psql', '-U', 'postgres', '-d', 'takwin', '-At', '-c', statement];
  return (await compose(['exec', '-T', 'postgres', ...psql])).split('\n').filter(Boolean);
}
