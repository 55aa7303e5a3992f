import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import core from '@stoplight/spectral-core';
import { ruleset } from './spectral.js';

/** The one document that integrators are served. */
const DOCUMENT = 'libs/gateway/openapi.json';

/**
 * What Spectral finds in the gateway's OpenAPI document, by the rules of spectral.js: one line for each finding, warnings too.
 * @param root absolute path of a checkout
 */
export async function spectralFaults(root) {
  const spectral = new core.Spectral();
  spectral.setRuleset(ruleset);
  const found = await spectral.run(JSON.parse(readFileSync(join(root, DOCUMENT), 'utf8')));
  return found.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`);
}

/** What Redocly finds in it, by the rules of redocly.yaml: what its command says where there is an error or a warning. */
export function redoclyFaults(root) {
  const command = fileURLToPath(new URL('../node_modules/@redocly/cli/bin/cli.js', import.meta.url));
  const config = fileURLToPath(new URL('redocly.yaml', import.meta.url));
  const args = [command, 'lint', DOCUMENT, '--config', config, '--format', 'stylish'];
  // It would tell its maker of each use, and ask for a newer version of itself.
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    child.on('error', (error) => resolve(String(error)));
    child.on('close', (code) => resolve(code === 0 && !/\bwarning\b/.test(said) ? '' : said.trim()));
  });
}
