import { runProgram } from '@takwin/deployment/program';
import { loadApp } from '@takwin/services/load-app';

/** What the image runs: `node run.js NAME` is the app of that name, and loads no other one. */
await runProgram(async () => ({ app: await loadApp(process.argv[2] ?? '') }));
