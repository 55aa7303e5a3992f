import { runProgram } from '@takwin/deployment/program';
import { app } from '@takwin/services/trainers';

await runProgram(app);
