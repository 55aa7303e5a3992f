import { runProgram } from '@takwin/deployment/program';
import { app } from '@takwin/services/certifications';

await runProgram(app);
