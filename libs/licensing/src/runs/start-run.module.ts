import { Module } from '@nestjs/common';
import { fromEnvironment } from '@takwin/platform/config';
import { LicensingEnv } from '../environment.js';
import { RunPolicy } from './policy.js';
import { StartRunHandler } from './start-run.js';

/** How a run begins, whoever wants it: a caller, entitlement or a directory that has drifted. */
@Module({
  providers: [
    StartRunHandler,
    fromEnvironment(
      RunPolicy,
      LicensingEnv,
      ({ RUN_APPROVAL_ABOVE, RUN_METHOD }) => new RunPolicy(RUN_APPROVAL_ABOVE, RUN_METHOD),
    ),
  ],
  exports: [StartRunHandler],
})
export class RunStartModule {}
