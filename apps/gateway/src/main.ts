import { runProgram } from '@takwin/deployment/program';

await runProgram(() => import('@takwin/gateway/app'));
