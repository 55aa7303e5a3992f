import { readEnv } from '@takwin/platform/config';
import type { Database } from '@takwin/platform/postgres';
import { resealAll } from '@takwin/platform/vault';
import { CinKeys, CinVault } from './persons/cin.js';
import { SealCardsAnew } from './persons/seal-anew.js';
import { rosterImports } from './rosters/roster-imports.rows.js';

/** Brings cards and kept files under the first of the keys in the environment; refuses (ConfigError) where one is missing. */
export async function resealAcademies(
  db: Database,
  env: NodeJS.ProcessEnv,
  tell: (line: string) => void,
): Promise<void> {
  const vault = CinVault.of(readEnv(CinKeys, env));
  const cards = new SealCardsAnew(db, vault);
  const imports = rosterImports(db, vault);
  await cards.onModuleInit();
  await cards.hashByFirst();
  const files = { left: () => imports.left(), sealSome: (limit: number) => imports.sealSome(limit) };
  const persons = { left: () => cards.left(), sealSome: (limit: number) => cards.sealSome(limit) };
  await resealAll(
    [
      { what: 'cards of persons', ...persons },
      { what: 'files of rosters', ...files },
    ],
    tell,
  );
}
