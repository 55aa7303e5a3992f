import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const packages = join(root, 'node_modules');

/** What a house tells of its doors: the OpenAPI document, and the graph's schema in the language of schemas. */
export type Doors = { openapi: object; graph: string };

/**
 * What generators of clients and a compiler find wrong with the days of integrators (`apps/e2e/clients`), in lines for a human;
 * nothing where all fits. The types are made anew, in place of the files that stand in for them.
 */
export async function faultsOf({ openapi, graph }: Doors): Promise<string> {
  const cache = join(packages, '.cache');
  await mkdir(cache, { recursive: true });
  // Where packages are found, and nothing is checked in.
  const folder = await mkdtemp(join(cache, 'clients-'));
  const run = (bin: string, ...args: string[]) => said(folder, join(packages, bin), args);
  try {
    await cp(join(root, 'apps/e2e/clients'), folder, { recursive: true });
    await rm(join(folder, 'graph-types.ts'));
    await writeFile(join(folder, 'rest-types.ts'), astToString(await openapiTS(structuredClone(openapi) as never)));
    await writeFile(join(folder, 'schema.graphql'), graph);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(await configIn(folder)));
    const made = await run(TADA, 'generate-output');
    if (made) return made;
    const found = [await run('typescript/bin/tsc', '-p', folder, '--pretty', 'false'), await run(TADA, 'check')];
    return found.filter(Boolean).join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const TADA = 'gql.tada/bin/cli.js';

// Each file by its name: what reads documents of the graph looks into no others.
const configIn = async (folder: string) => ({
  extends: join(relative(folder, root), 'tsconfig.base.json'),
  compilerOptions: {
    incremental: false,
    tsBuildInfoFile: null,
    plugins: [{ name: 'gql.tada/ts-plugin', schema: './schema.graphql', tadaOutputLocation: './graph-types.d.ts' }],
  },
  include: [],
  files: (await readdir(folder)).filter((file) => file.endsWith('.ts')),
});

/** Runs a program; resolves to what it said, and to nothing where it is content. */
function said(cwd: string, program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more));
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? '' : text.trim() || `ended with ${code}`));
  });
}
