import { runProgram } from '@takwin/deployment/program';
import { app } from '@takwin/simulators/app';

await runProgram(app);
