import { runProgram } from '@takwin/deployment/program';
import { app } from '@takwin/services/exam-scheduler';

await runProgram(app);
