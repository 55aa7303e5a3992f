import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);

/** GraphiQL in one page, gzipped, with the policy that lets its own script run and nothing be loaded from elsewhere. */
export type Graphiql = { page: Uint8Array; policy: string };

const OPTIONS = {
  title: 'Takwin',
  endpoint: '/graphql',
  defaultQuery: `# What was agreed, and where it stands. Ctrl-Enter runs it, with a token in the headers below, by which Ctrl-Shift-R reads the schema:
#   { "authorization": "Bearer ..." }
# In development "npm run --silent token -- --role programme-admin" prints one; in production your issuer gives it.
{
  programme {
    convention { name startsOn endsOn }
    targets { id target registered actual forecast dueOn }
  }
}
`,
};

// The page comes as 9 MB of JavaScript text: a process of its own renders it, and takes 50 MB away when it ends.
const RENDER = `
const [module, options] = process.argv.slice(1);
const html = require(module).renderGraphiQL(JSON.parse(options));
const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
const digest = require('node:crypto').createHash('sha256').update(script).digest();
process.stdout.write(Buffer.concat([digest, require('node:zlib').gzipSync(html)]));
`;
const DIGEST_BYTES = 32;

let rendered: Promise<Graphiql> | undefined;

/** The page, rendered when it is first asked for. */
export function graphiql(): Promise<Graphiql> {
  rendered ??= render().catch((error) => {
    rendered = undefined;
    throw error;
  });
  return rendered;
}

async function render(): Promise<Graphiql> {
  const module = require.resolve('@graphql-yoga/render-graphiql');
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', RENDER, module, JSON.stringify(OPTIONS)], {
    encoding: 'buffer',
    maxBuffer: 2 ** 24,
  });
  return {
    page: stdout.subarray(DIGEST_BYTES),
    policy: policyFor(stdout.subarray(0, DIGEST_BYTES).toString('base64')),
  };
}

const policyFor = (script: string) =>
  [
    `default-src 'none'`,
    `script-src 'sha256-${script}'`,
    `style-src 'unsafe-inline'`,
    `worker-src blob:`,
    `connect-src 'self'`,
    `img-src 'self' data:`,
    `font-src data:`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
