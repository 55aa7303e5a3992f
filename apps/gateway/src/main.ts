import { runProgram } from '@takwin/deployment/program';
import { app } from '@takwin/gateway/app';

await runProgram(app);
