import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@takwin/contracts/topology';
import { migrateAll, rolesAndSchemas } from '@takwin/deployment/database';
import { explain } from '@takwin/deployment/explain';
import { ConfigError, readEnv } from '@takwin/platform/config';
import { z } from 'zod';

const MigrateEnv = z.object({
  /** An administrator's: it makes roles and schemas. No app ever sees it. */
  ADMIN_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** The folder that holds the roles' passwords, ROLE_password each. */
  PASSWORDS: z.string().default('/run/secrets'),
});

/**
 * Brings the database to this release, and ends: roles, schemas, migrations, the data that ships with the product. With --roles
 * only the roles and their rights, for a database that is about to be restored.
 */
async function main(): Promise<void> {
  const { ADMIN_DATABASE_URL, PASSWORDS } = readEnv(MigrateEnv);
  const passwords = passwordsIn(PASSWORDS);
  if (process.argv.includes('--roles')) await rolesAndSchemas(ADMIN_DATABASE_URL, passwords);
  else await migrateAll(ADMIN_DATABASE_URL, passwords, (line) => process.stdout.write(`${line}\n`));
}

/** The password of every role; refuses with all that are missing or empty. */
function passwordsIn(folder: string): Record<string, string> {
  const faults: string[] = [];
  const passwordOf = (role: string): string => {
    const file = join(folder, `${role}_password`);
    try {
      const password = readFileSync(file, 'utf8').trim();
      if (!password) faults.push(`PASSWORDS: ${file} is empty`);
      return password;
    } catch (error) {
      faults.push(`PASSWORDS: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
      return '';
    }
  };
  const roles = SERVICES.flatMap((name) => [name, `${name}_reader`]);
  const passwords = Object.fromEntries(roles.map((role) => [role, passwordOf(role)]));
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return passwords;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error, 'ADMIN_DATABASE_URL')}\n`);
  process.exitCode = 1;
}
