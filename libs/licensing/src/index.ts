import { readEnv } from '@takwin/platform/config/env';
import type { Domain } from '@takwin/platform/runner/domain-service';
import { EntitlementResolver, LicenceDriftResolver } from './entrypoints/entitlement.resolver.js';
import {
  EntitlementController,
  InitialSecretsController,
  LicencesController,
  ProvisioningRunsController,
} from './entrypoints/licensing.controller.js';
import {
  LicenceResolver,
  PersonLicencesResolver,
  ProgrammeLicensingResolver,
  ProvisioningRunResolver,
} from './entrypoints/licensing.resolver.js';
import { Person, Programme } from './entrypoints/types.js';
import { EntitlementEnv, LicensingEnv } from './entrypoints/environment.js';
import { workProvisioning } from './entrypoints/workers.js';
import { GraphEnv } from './graph/environment.js';
import { RunPolicy } from './run/run-policy.js';
import { SecretKey } from './storage/initial-secrets.js';
import { academyCopy, personCopy } from './storage/copies.js';
import { academyEntitlement, personEntitlement } from './storage/follow-entitlement.js';
import { licensingMigrations } from './storage/migrations.js';
import { RuleBook } from './use-cases/change-rules.js';
import { RunControl } from './use-cases/control-run.js';
import { EntitlementExplanation } from './use-cases/explain-entitlement.js';
import { DriftSearch } from './use-cases/find-drift.js';
import { LicenceSearch } from './use-cases/find-licences.js';
import { RunSearch } from './use-cases/find-runs.js';
import { SecretHandover } from './use-cases/hand-over-secrets.js';
import { RunStart } from './use-cases/start-run.js';

export { licensingMigrations, RunPolicy, RunStart, SecretKey };
export { accessesOf } from './graph/access.js';
export { GraphEnv } from './graph/environment.js';
export { EntitlementReview } from './use-cases/review-entitlements.js';
export { DirectoryReading } from './use-cases/read-directory.js';
export { smoke } from './graph/smoke.js';
export { Provisioning } from './use-cases/provision.js';
export { loadLicensingReference } from './use-cases/load-reference.js';

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
