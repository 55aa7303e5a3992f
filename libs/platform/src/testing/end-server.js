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
  const { container } = existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) : {};
  // Testcontainers' own reaper may have been faster, or be switched off.
  if (container) spawnSync('docker', ['rm', '--force', '--volumes', container], { stdio: 'ignore' });
  const embedded = join(run, 'postgres', 'postgres');
  const place = existsSync(embedded) ? realpathSync(embedded) : undefined;
  if (place) kill(join(place, 'data', 'postmaster.pid'));
  for (const folder of place ? [place, run] : [run]) remove(folder);
}

// At once and without a checkpoint: nothing of it is kept. One that is only starting ends as its data go.
function kill(pidFile) {
  try {
    const [pid] = readFileSync(pidFile, 'utf8').split('\n');
    process.kill(Number(pid), process.platform === 'win32' ? 'SIGKILL' : 'SIGQUIT');
  } catch {
    // There is none, or it has ended before.
  }
}

function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
