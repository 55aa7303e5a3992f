import { runProgram } from '@takwin/deployment/program';
import { app } from '@takwin/services/academies';

await runProgram(app);
