import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../architecture/overlay.js';

/** What keeps a command from being run in the checkout: a script or a file that is not there, or another program. */
export function faultOf(command: string): string | undefined {
  const [, script] = /^npm run (?:--silent )?([\w-]+)/.exec(command) ?? [];
  if (script) return Object.hasOwn(scripts(), script) ? undefined : `there is no script ${script}`;
  const [, file] = /^(?:bash|npm test --) (\S+)$/.exec(command) ?? [];
  if (file) return existsSync(join(ROOT, file)) ? undefined : `there is no ${file}`;
  return /^npm (ci|start|test)$/.test(command) ? undefined : `nothing here tries ${command}`;
}

const scripts = (): object =>
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts;
