import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { person } from '@takwin/contracts/events/academies';
import { systemActor } from '@takwin/platform/auth';
import { append, copyMigration, copyOf, eventLogMigration, follow, Publisher } from '@takwin/platform/events';
import { Database, migrate, prepareDatabase } from '@takwin/platform/postgres';
import { startEmbedded } from '@takwin/platform/embedded-postgres';
import { temporaryHome } from '@takwin/platform/testing';

/**
 * How much more heap is alive when a follower has taken in that many persons than when it began: `node --expose-gc
 * follower-heap.js PERSONS`. In a process of its own, so that it is the follower's alone.
 */
const persons = Number(process.argv[2]);
const PER_TRANSACTION = 5_000;

const personCopy = copyOf(person, {
  table: 'person_copy',
  columns: { academy_id: 'uuid', region: 'text', matricule: 'text', name_fr: 'text', birth_date: 'date' },
  row: ({ academyId, region, matricule, name, birthDate }) => ({
    ...{ academy_id: academyId, region, matricule, name_fr: name.fr, birth_date: birthDate },
  }),
});

const home = await temporaryHome('follower');
const server = await startEmbedded({ home });
const tenants = ['academies', 'certifications'].map((name) => ({ name, password: 'bench' }));
const urls = await prepareDatabase(server.url, tenants);
const urlOf = (schema: string): string => urls[schema]!.url;
await migrate(urlOf('academies'), 'academies', [eventLogMigration('academies')]);
await migrate(urlOf('certifications'), 'certifications', [copyMigration(personCopy)]);
const academies = await Database.open({ url: urlOf('academies'), name: 'academies' });
const certifications = await Database.open({ url: urlOf('certifications'), name: 'certifications' });

for (let from = 0; from < persons; from += PER_TRANSACTION) {
  process.stderr.write(`\r${from} persons announced   `);
  const some = Array.from({ length: Math.min(PER_TRANSACTION, persons - from) }, (_, index) => someone(from + index));
  await academies.asActor(systemActor('academies'), (tx) => append(tx, person, 'PersonRegistered', some));
}
await new Publisher(academies).flush();
await academies.close();

const follower = follow({ db: certifications, log: 'academies', url: urlOf('academies'), copies: [personCopy] });
const before = aliveMb();
await follower.start().caughtUp();
// It goes on following: what it keeps only until it is stopped is kept for as long as a service lives.
process.stdout.write(JSON.stringify({ grownMb: Number((aliveMb() - before).toFixed(1)) }));
await follower.stop();
await certifications.close();
await server.stop();
await rm(home, { recursive: true, force: true });

function aliveMb(): number {
  globalThis.gc!();
  globalThis.gc!();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function someone(index: number) {
  const academyId = '00000000-0000-4000-8000-000000000001';
  const placement = { academyId, region: 'MA-06', group: 'DEV101', filiere: 'DIA_DEV_TS', level: 'TS', year: 1 };
  return {
    id: randomUUID(),
    version: 1,
    state: {
      kind: 'trainee' as const,
      matricule: String(9_999_000_000_000 + index),
      name: { fr: `Stagiaire ${index}`, ar: null },
      birthDate: '2006-01-01',
      state: 'active' as const,
      academyId,
      region: 'MA-06' as const,
      leftOn: null,
      nameCorrectedAt: null,
      mergedInto: null,
      erasure: null,
      keepsCredentials: false,
      confirmed: true,
      birthDateConfirmed: true,
      placements: [{ ...placement, state: 'active' as const }],
    },
  };
}
