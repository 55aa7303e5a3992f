import { CATALOGUE } from '@takwin/contracts/refusals';
import { Words } from '@takwin/platform/errors';
import { serviceWithAdmin, type ServiceWithAdmin } from '@takwin/platform/testing';
import { AcademiesModule } from '../academies.module.js';
import { academiesEntities } from '../entities.js';
import { loadAcademiesReference } from '../load-reference.js';
import { academiesMigrations } from '../migrations.js';
import { CIN_KEYS } from './cin-keys.js';

/** The academies service with the registers that ship with it. */
export const academiesService = (): Promise<ServiceWithAdmin> =>
  serviceWithAdmin(AcademiesModule, {
    schema: 'academies',
    migrations: academiesMigrations,
    entities: academiesEntities,
    env: CIN_KEYS,
    words: new Words(CATALOGUE),
    reference: loadAcademiesReference,
  });
