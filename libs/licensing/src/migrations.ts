import { erasureMigration } from '@takwin/platform/erasure';
import { copyMigration, eventLogMigration } from '@takwin/platform/events';
import {
  humansMigration,
  keptWorkMigration,
  mergedHumansMigration,
  type Migration,
  personNowMigration,
} from '@takwin/platform/postgres';
import { academyCopy, personCopy } from './copies.js';
import { licensingMigration } from './migrations/2026-11-24-licensing.js';
import { directoryMigration } from './migrations/2026-11-26-directory.js';
import { entitlementMigration } from './migrations/2026-11-26-entitlement.js';
import { provisioningMigration } from './migrations/2026-11-26-provisioning.js';
import { chargesMigration } from './migrations/2026-11-27-charges.js';
import { failedLicencesMigration } from './migrations/2026-11-28-failed-licences.js';
import { listedRunsMigration } from './migrations/2026-11-29-listed-runs.js';
import { ruleVersionsMigration } from './migrations/2026-11-29-rule-versions.js';
import { licenceExplanationMigration } from './migrations/2026-11-30-licence-explanation.js';
import { mergedLicencesMigration } from './migrations/2026-12-05-merged-licences.js';
import { heldAccountsMigration } from './migrations/2026-12-07-held-accounts.js';
import { personsApartMigration } from './migrations/2026-12-07-persons-apart.js';
import { boundLicencesMigration } from './migrations/2026-12-04-bound-licences.js';

export const licensingMigrations: Migration[] = [
  eventLogMigration('licensing'),
  licensingMigration,
  ...[academyCopy, personCopy].map(copyMigration),
  provisioningMigration,
  entitlementMigration,
  directoryMigration,
  chargesMigration,
  failedLicencesMigration,
  ruleVersionsMigration,
  listedRunsMigration,
  licenceExplanationMigration,
  keptWorkMigration,
  humansMigration,
  boundLicencesMigration,
  personNowMigration,
  mergedHumansMigration,
  mergedLicencesMigration,
  heldAccountsMigration,
  personsApartMigration,
  erasureMigration,
];
