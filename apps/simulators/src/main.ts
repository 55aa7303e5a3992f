import { runProgram } from '@takwin/deployment/program';

await runProgram(() => import('@takwin/simulators/app'));
