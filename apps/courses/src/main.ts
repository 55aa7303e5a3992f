import { runProgram } from '@takwin/deployment/program';
import { app } from '@takwin/services/courses';

await runProgram(app);
