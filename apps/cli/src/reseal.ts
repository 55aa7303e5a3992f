import { fileURLToPath } from 'node:url';
import { explain } from '@takwin/deployment/explain';
import { Database } from '@takwin/platform/postgres';
import { ConfigError, readEnv } from '@takwin/platform/config';
import { loadApp } from '@takwin/services/load-app';
import { z } from 'zod';

const ResealEnv = z.object({ DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }) });

/**
 * `npm run reseal -- SERVICE`, with the environment of that service: brings all that it keeps sealed under the first of the keys, while
 * the service works on, and says so once the others can go. Broken off, it goes on where it was. Exits with 1 where a key is missing.
 * @public
 */
export async function main([name = '', ...more]: string[]): Promise<number> {
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    const { reseal } = more.length === 0 ? await loadApp(name) : {};
    if (!reseal) throw new ConfigError('usage: npm run reseal -- academies|certifications');
    const db = await Database.open({ url: readEnv(ResealEnv).DATABASE_URL, name: 'reseal', max: 2 });
    try {
      await reseal(db, process.env, tell);
    } finally {
      await db.close();
    }
    tell(`${name} needs no other key than the first: the others can go from its settings`);
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

// In a container it is run by itself.
if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
