import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRIALS as BENCHES } from '@takwin/bench-app/bench';
import { TRIALS as CHAOS } from '@takwin/bench-app/chaos';
import { ROOT } from '../architecture/overlay.js';

const TRIALS: Readonly<Record<string, object>> = { bench: BENCHES, chaos: CHAOS };

/** What keeps a command from being run in the checkout: a script, a trial or a file that is not there, or another program. */
export function faultOf(command: string): string | undefined {
  const [, script, name] = /^npm run (?:--silent )?([\w-]+)(?: -- ([a-z][\w-]*))?/.exec(command) ?? [];
  if (script) {
    if (!Object.hasOwn(scripts(), script)) return `there is no script ${script}`;
    const trials = TRIALS[script];
    return trials && name && !Object.hasOwn(trials, name) ? `there is no ${script} ${name}` : undefined;
  }
  const [, file] = /^(?:bash|npm test --) (\S+)$/.exec(command) ?? [];
  if (file) return existsSync(join(ROOT, file)) ? undefined : `there is no ${file}`;
  return /^npm (ci|start|test)$/.test(command) ? undefined : `nothing here tries ${command}`;
}

const scripts = (): object =>
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts;
