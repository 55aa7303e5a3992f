import { join } from 'node:path';
import type { Overlay } from './overlay.js';

/** A violation in a file of its own, and what the tool says of it. */
export type Plant = { name: string; path: string; text: string; says: RegExp };

type Report = { filePath: string; messages: { ruleId: string | null; message: string }[] }[];

/** The overlay's files that ESLint looked at, each with what it says of them: `rule: message`. */
export async function lint(overlay: Overlay): Promise<Map<string, string[]>> {
  const { stdout, output } = await overlay.run(join(overlay.root, 'node_modules/eslint/bin/eslint.js'), [
    ...['--config', '.config/eslint.config.js', '--format', 'json', 'apps', 'libs'],
  ]);
  if (!stdout.startsWith('[{')) throw new Error(output);
  return new Map(
    (JSON.parse(stdout) as Report).map(({ filePath, messages }) => [
      filePath.slice(overlay.root.length + 1),
      messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    ]),
  );
}

export const filesOf = (plants: readonly Plant[]) => Object.fromEntries(plants.map(({ path, text }) => [path, text]));
