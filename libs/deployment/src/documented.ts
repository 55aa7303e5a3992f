import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Service } from '@takwin/contracts/topology';
import { Clock, SystemClock } from '@takwin/platform/clock';
import { Queues } from '@takwin/platform/jobs';
import { Database } from '@takwin/platform/postgres';
import { Closing, createService, PlatformModule } from '@takwin/platform/service';
import { loadApp } from '@takwin/services/load-app';
import { newSecrets } from './secrets.js';

/** Answers nothing: documents are made without asking. */
const NO_DATABASE = { readAs: () => Promise.resolve(undefined) };

/** A service as its code makes it, without a database, queues, a port or anyone's secrets: what documents tell of. */
export async function documented(name: Service): Promise<NestFastifyApplication> {
  const app = await loadApp(name);
  const { cinEncryptionKey, cinHashKey, credentialKeys } = newSecrets();
  const source = {
    OIDC_ISSUER: 'none',
    OIDC_JWKS_URL: 'http://127.0.0.1:1',
    PUBLIC_URL: 'http://127.0.0.1:1',
    CIN_ENCRYPTION_KEY: cinEncryptionKey,
    CIN_HASH_KEY: cinHashKey,
    CREDENTIAL_KEYS: JSON.stringify(credentialKeys),
  };
  const platform = PlatformModule.on(source, [
    { provide: Database, useValue: NO_DATABASE },
    { provide: Clock, useValue: new SystemClock() },
    { provide: Queues, useValue: {} },
  ]);
  return createService(platform, app.module!, new Closing());
}
