import { runProgram } from '@takwin/deployment/program';
import { app } from '@takwin/services/licensing';

await runProgram(app);
