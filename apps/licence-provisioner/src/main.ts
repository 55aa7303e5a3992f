import { runProgram } from '@takwin/deployment/program';
import { app } from '@takwin/services/licence-provisioner';

await runProgram(app);
