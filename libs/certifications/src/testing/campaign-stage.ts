import { generateKeyPairSync } from 'node:crypto';
import { expect } from '@jest/globals';
import { AppEnv, readEnv } from '@takwin/platform/config/env';
import { startService } from '@takwin/platform/http/service';
import { Queues } from '@takwin/platform/jobs/queues';
import { Database } from '@takwin/platform/postgres/database';
import { actorOf } from '@takwin/platform/testing/actor';
import { apiOf } from '@takwin/platform/testing/api';
import { testDatabase } from '@takwin/platform/testing/database';
import { testTokens } from '@takwin/platform/testing/tokens';
import sql, { type Sql } from 'sql-template-tag';
import { CredentialEnv, CredentialKeys } from '../credential/keys.js';
import { certifications, certificationsMigrations } from '../index.js';
import { CampaignRun } from '../use-cases/run-campaign.js';
import { given as givenIn } from './given.js';

const DAY = 86_400_000;

/** A signal that never aborts. */
export const never = new AbortController().signal;

/** The service with a database of its own and a worker of campaigns, in the words of a spec. */
export async function campaignStage() {
  const database = await testDatabase({ schema: 'certifications', migrations: certificationsMigrations });
  const { db, clock } = database;
  const tokens = await testTokens();
  const given = givenIn(database);
  await given.exams();
  const woken: { queue: string; ids: readonly string[] }[] = [];
  const queues = {
    wake: async (queue: string, { ids }: { ids: readonly string[] }) => void woken.push({ queue, ids }),
  };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const CREDENTIAL_KEYS = JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] });
  const source = { CREDENTIAL_KEYS, PUBLIC_URL: 'https://takwin.example' };
  const running = await startService({
    name: 'certifications',
    env: readEnv(AppEnv, { ...tokens.env, LOG_LEVEL: 'silent' }),
    ...certifications.doors,
    given: [
      [Database, db],
      [Queues, queues],
      [CredentialKeys, await CredentialKeys.from(readEnv(CredentialEnv, source))],
    ],
  });
  const admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
  const worker = new CampaignRun(db);
  const rows = <R>(statement: Sql): Promise<R[]> => db.readAs(actorOf('system'), (tx) => tx.query<R>(statement));
  const inDays = (days: number): string => new Date(clock.now().getTime() + days * DAY).toISOString();
  let windows = 0;
  let rooms = 0;

  async function accepted(about: object): Promise<string> {
    const { status, body } = await admin.post('/v1/campaigns', { examCodes: ['MO-200'], ...about });
    expect({ status, state: body.state }).toEqual({ status: 202, state: 'accepted' });
    return body.id;
  }
  const campaign = async (id: string) => (await admin.get(`/v1/campaigns/${id}`)).body;

  return {
    db,
    given,
    woken,
    admin,
    worker,
    rows,
    inDays,
    accepted,
    campaign,
    write: (statement: Sql) => db.asActor(actorOf('system'), (tx) => tx.query(statement)),
    apiAs: async (claims: Parameters<typeof tokens.of>[0]) => apiOf(running.url, await tokens.of(claims)),
    /** Every spec has weeks of its own, so that none sees the sittings of another. */
    weeks() {
      const first = 10 + 20 * windows++;
      return { first, earliest: inDays(first - 1), latest: inDays(first + 10) };
    },
    /** A sitting of 90 minutes with a room and proctors of its own; its id. */
    async sitting(academyId: string, day: number, seats: number): Promise<string> {
      const name = `C${++rooms}`;
      const { status, body } = await admin.post('/v1/sittings', {
        academyId,
        roomId: await given.room(academyId, name, 60),
        startsAt: inDays(day),
        minutes: 90,
        seats,
        proctorIds: await Promise.all([0, 1, 2].map((index) => given.proctor(`${name}-${index}`))),
      });
      expect(status).toBe(201);
      return body.id;
    },
    people: (prefix: string, count: number, academyId: string) =>
      Promise.all(Array.from({ length: count }, (_, index) => given.person(`${prefix} ${index}`, academyId))),
    /** A campaign, accepted and worked to its end. */
    async played(about: object) {
      const id = await accepted(about);
      await worker.run(id, never);
      return campaign(id);
    },
    seatsOf: (id: string) =>
      rows<{ person_id: string; sitting_id: string; state: string; reason: string | null; version: number }>(sql`
        select person_id, sitting_id, state, reason, version from registration where campaign_id = ${id} order by queued`),
    /** Sittings whose seats taken are not the registrations that hold them, and persons who are in two places. */
    faults: async () => ({
      seats: await rows(sql`
        select s.id from sitting s left join registration r on r.sitting_id = s.id
          and r.state in ('booked', 'sat', 'passed', 'failed', 'no-show')
        group by s.id having s.taken - s.offered <> count(r.id)`),
      twice: await rows(sql`
        select a.id from registration a
        join registration b on b.person_id = a.person_id and b.id > a.id and b.during && a.during
        where a.state = 'booked' and b.state = 'booked'`),
    }),
    async close(): Promise<void> {
      await running.close();
      await tokens.close();
      await database.close();
    },
  };
}
