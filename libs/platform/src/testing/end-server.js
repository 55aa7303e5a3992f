import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Jest's globalSetup: a folder for what a run shares among its workers (see server.ts). Whatever way the run ends, short of
 * kill -9, the PostgreSQL that was started in it ends too.
 */
export default function () {
  const run = mkdtempSync(join(tmpdir(), 'takwin-test-'));
  // The user whom PostgreSQL runs as, where root tests, has to get there.
  chmodSync(run, 0o755);
  process.env.TAKWIN_TEST_RUN = run;
  process.once('exit', () => end(run));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
}

function end(run) {
  const note = join(run, 'server.json');
  const { pid, container } = existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) : {};
  // At once and without a checkpoint: nothing of it is kept.
  try {
    if (pid) process.kill(pid, process.platform === 'win32' ? 'SIGKILL' : 'SIGQUIT');
  } catch {
    // It has ended before.
  }
  // Testcontainers' own reaper may have been faster, or be switched off.
  if (container) spawnSync('docker', ['rm', '--force', '--volumes', container], { stdio: 'ignore' });
  const data = join(run, 'postgres', 'postgres');
  for (const folder of existsSync(data) ? [realpathSync(data), run] : [run]) remove(folder);
}

function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
