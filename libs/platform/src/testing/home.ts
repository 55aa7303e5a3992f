import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder for a house that is gone when the test is. Whoever the database runs as gets into it, so that its data lie inside
 * and are removed with it.
 */
export async function temporaryHome(name: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), `takwin-${name}-`));
  await chmod(home, 0o711);
  return home;
}
