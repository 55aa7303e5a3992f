import { readEnv } from '@takwin/platform/config';
import type { Database } from '@takwin/platform/postgres';
import { resealAll, Vault, VaultKeys } from '@takwin/platform/vault';
import { resultImports } from './results/result-imports.rows.js';

/** Brings kept files under the first of the keys in the environment. */
export async function resealCertifications(
  db: Database,
  env: NodeJS.ProcessEnv,
  tell: (line: string) => void,
): Promise<void> {
  const imports = resultImports(db, new Vault(readEnv(VaultKeys, env).CIN_ENCRYPTION_KEY));
  await imports.demandKeys();
  await resealAll(
    [{ what: 'files of results', left: () => imports.left(), sealSome: (limit) => imports.sealSome(limit) }],
    tell,
  );
}
