import { explain } from '@takwin/deployment/explain';
import { runProgram } from '@takwin/deployment/program';
import { loadApp } from '@takwin/services/load-app';

/** What the image runs: `node run.js NAME` is the app of that name, and loads no other one. */
const app = await loadApp(process.argv[2] ?? '').catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
await runProgram(app);
