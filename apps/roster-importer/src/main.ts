import { runProgram } from '@takwin/deployment/program';
import { app } from '@takwin/services/roster-importer';

await runProgram(app);
