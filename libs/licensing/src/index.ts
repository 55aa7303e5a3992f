import { readEnv } from '@takwin/platform/config/env';
import type { Domain } from '@takwin/platform/runner/domain-service';
import { EntitlementResolver, LicenceDriftResolver } from './entitlement/entitlement.resolver.js';
import {
  EntitlementController,
  InitialSecretsController,
  LicencesController,
  ProvisioningRunsController,
} from './runs/licensing.controller.js';
import {
  LicenceResolver,
  PersonLicencesResolver,
  ProgrammeLicensingResolver,
  ProvisioningRunResolver,
} from './runs/licensing.resolver.js';
import { Person, Programme } from './graphql-types.js';
import { EntitlementEnv, LicensingEnv } from './environment.js';
import { workProvisioning } from './workers.js';
import { GraphEnv } from './graph/environment.js';
import { RunPolicy } from './runs/run-policy.js';
import { SecretKey } from './accounts/keep-initial-secrets.js';
import { academyCopy, personCopy } from './copies.js';
import { academyEntitlement, personEntitlement } from './entitlement/follow-entitlement.js';
import { licensingMigrations } from './migrations.js';
import { RuleBook } from './entitlement/change-rules.js';
import { RunControl } from './runs/control-run.js';
import { EntitlementExplanation } from './entitlement/explain-entitlement.js';
import { DriftSearch } from './directory/find-drift.js';
import { LicenceSearch } from './licences/find-licences.js';
import { RunSearch } from './runs/find-runs.js';
import { SecretHandover } from './accounts/hand-over-secrets.js';
import { RunStart } from './runs/start-run.js';

export { licensingMigrations, RunPolicy, RunStart, SecretKey };
export { accessesOf } from './graph/access.js';
export { GraphEnv } from './graph/environment.js';
export { EntitlementReview } from './entitlement/review-entitlements.js';
export { DirectoryReading } from './directory/read-directory.js';
export { smoke } from './graph/smoke.js';
export { Provisioning } from './runs/provision-licences.js';
export { loadLicensingReference } from './load-reference.js';

/** Seats, who may have one, and the runs that give and take them. */
export const licensing: Domain = {
  doors: {
    controllers: [LicencesController, ProvisioningRunsController, InitialSecretsController, EntitlementController],
    resolvers: [
      ProvisioningRunResolver,
      LicenceResolver,
      PersonLicencesResolver,
      ProgrammeLicensingResolver,
      EntitlementResolver,
      LicenceDriftResolver,
    ],
    entities: [Person, Programme],
    providers: [
      LicenceSearch,
      RunStart,
      RunControl,
      RunSearch,
      SecretHandover,
      EntitlementExplanation,
      RuleBook,
      DriftSearch,
    ],
  },
  migrations: licensingMigrations,
  given: (source) => {
    const { RUN_APPROVAL_ABOVE, RUN_METHOD, INITIAL_SECRET_KEY } = readEnv(LicensingEnv, source);
    return [
      [RunPolicy, new RunPolicy(RUN_APPROVAL_ABOVE, RUN_METHOD)],
      [SecretKey, new SecretKey(INITIAL_SECRET_KEY)],
    ];
  },
  follows: { academies: [academyCopy, personCopy, academyEntitlement, personEntitlement] },
};

/** What carries out the runs, in as many processes as one likes. */
export const licenceProvisioner: Domain = {
  migrations: licensingMigrations,
  work: async ({ source, ...at }) =>
    workProvisioning(at, readEnv(GraphEnv, source), readEnv(LicensingEnv, source), readEnv(EntitlementEnv, source)),
};
