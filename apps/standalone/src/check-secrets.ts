// Before anything else starts: every secret that a container was given is there and not empty. Needs no shell, network or module.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { SECRETS = '/run/secrets' } = process.env;
const faults = readdirSync(SECRETS).flatMap((name) => {
  try {
    return readFileSync(join(SECRETS, name), 'utf8').trim() ? [] : [`${name} is empty`];
  } catch (error) {
    return [`${name} cannot be read (${(error as NodeJS.ErrnoException).code})`];
  }
});
for (const fault of faults)
  process.stderr.write(`secret ${fault}: put it back, or delete it and run npm run secrets\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
