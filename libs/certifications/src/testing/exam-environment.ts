import type { Words } from '@takwin/platform/errors';
import { actorOf, apiOf, testDatabase, testService, testTokens } from '@takwin/platform/testing';
import type { Sql } from 'sql-template-tag';
import { CertificationsModule } from '../certifications.module.js';
import { loadCertificationsReference } from '../load-reference.js';
import { certificationsMigrations } from '../migrations.js';
import { OFFER_QUEUE, FillOfferedSeatsHandler } from '../booking/fill-offered-seats.js';
import { BOOKING_QUEUE, ScheduleRegistrationsHandler } from '../booking/schedule-registrations.js';
import { credentialEnv, newRsaKey } from './badges.js';
import { given as givenIn } from './given.js';

const DAY = 86_400_000;
// Made once for all: a key takes a tenth of a second.
const KEYS = credentialEnv(newRsaKey());

/** The service on a database of its own, with an academy, and workers that work when they are told to. */
export async function examEnvironment({ words }: { words?: Words } = {}) {
  const database = await testDatabase({
    schema: 'certifications',
    migrations: certificationsMigrations,
    reference: loadCertificationsReference,
  });
  const tokens = await testTokens();
  const given = givenIn(database);
  const academyId = await given.academy('Rabat');
  const woken = new Map<string, string[]>();
  const wake = async (queue: string, { ids }: { ids: readonly string[] }): Promise<void> => {
    woken.set(queue, [...(woken.get(queue) ?? []), ...ids]);
  };
  const env = { ...tokens.env, ...KEYS };
  const running = await testService(CertificationsModule, {
    env,
    db: database.db,
    queues: { wake },
    ...(words && { words }),
  });
  const admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
  /** Whoever decides about what the other one sent. */
  const director = admin.as(await tokens.of({ role: 'regional-director', regions: [given.region] }));
  const taken = (queue: string): string[] => {
    const ids = woken.get(queue) ?? [];
    woken.delete(queue);
    return ids;
  };
  /** Has something done at an instant that is past; the clock stands where it stood after that. */
  const asItHappens = async <T>(at: string, act: () => Promise<T>): Promise<T> => {
    const now = database.clock.now();
    if (Date.parse(at) < now.getTime()) database.clock.set(at);
    try {
      return await act();
    } finally {
      database.clock.set(now.toISOString());
    }
  };
  let rooms = 0;
  return {
    database,
    tokens,
    running,
    given,
    academyId,
    admin,
    director,
    woken,
    sql: <R>(statement: Sql) => database.db.asActor(actorOf('system'), (tx) => tx.query<R>(statement)),
    /** The instant that many days after the clock's, at its time of day. */
    inDays: (days: number): string => new Date(database.clock.now().getTime() + days * DAY).toISOString(),
    /** Has the workers do what they were woken for, until nothing is left. */
    async work(): Promise<void> {
      while (woken.has(OFFER_QUEUE) || woken.has(BOOKING_QUEUE)) {
        await new FillOfferedSeatsHandler(database.db).run(taken(OFFER_QUEUE));
        await new ScheduleRegistrationsHandler(database.db).run(taken(BOOKING_QUEUE));
      }
    },
    /** Has the workers do what nobody woke them for, as their sweepers would. */
    async swept(): Promise<void> {
      const offers = new FillOfferedSeatsHandler(database.db);
      const requests = new ScheduleRegistrationsHandler(database.db);
      await offers.run(await offers.waiting(100));
      await requests.run(await requests.waiting(new Date(database.clock.now().getTime() + 1), 100));
    },
    /** A sitting in a room of its own, watched by as many proctors as it takes. */
    async sitting({
      seats = 5,
      days = 1,
      at = academyId,
      minutes = 90,
      examCodes = [] as string[],
      proctorIds = [] as string[],
    } = {}) {
      const name = `S${++rooms}`;
      const startsAt = new Date(database.clock.now().getTime() + days * DAY).toISOString();
      const proctors = Array.from({ length: Math.ceil(seats / 20) }, (_, index) => given.proctor(`${name}-${index}`));
      const { status, body } = await admin.post('/v1/sittings', {
        academyId: at,
        roomId: await given.room(at, name, 50),
        startsAt,
        minutes,
        seats,
        proctorIds: proctorIds.length > 0 ? proctorIds : await Promise.all(proctors),
        examCodes,
      });
      if (status !== 201) throw new Error(`no sitting: ${JSON.stringify(body)}`);
      return body as { id: string; roomId: string; startsAt: string; proctorIds: string[]; version: number };
    },
    person: (name: string, about = {}) => given.person(name, academyId, about),
    /** Somebody who may proctor, and whom the academies know, so that they may sit an exam too. */
    trainer: async (name: string) =>
      given.proctorOf(await given.person(name, academyId, { kind: 'trainer' }), academyId),
    people: (prefix: string, count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => given.person(`${prefix} ${index}`, academyId))),
    /** What somebody asks for in person. */
    candidate: async (personId: string) => admin.as(await tokens.of({ role: 'candidate', personId })),
    book: (personId: string, sittingId: string, about: object = {}, send = {}) =>
      admin.post('/v1/registrations', { personId, sittingId, examCode: 'MO-200', ...about }, send),
    /** Has candidates let in a quarter of an hour before their sitting starts; the clock stands there, or later. */
    async admit(...registrationIds: string[]): Promise<void> {
      for (const registrationId of registrationIds) {
        const { sittingId, startsAt } = (await admin.get(`/v1/registrations/${registrationId}`)).body;
        const admission = { kind: 'admitted', identity: 'national-card', ndaAccepted: true };
        const at = new Date(Date.parse(startsAt) - DAY / 96).toISOString();
        const record = { id: crypto.randomUUID(), registrationId, at, ...admission };
        const { body } = await asItHappens(at, () =>
          admin.post(`/v1/sittings/${sittingId}/records`, { records: [record] }),
        );
        if (body.outcomes[0].code) throw new Error(`not let in: ${body.outcomes[0].code}`);
      }
    },
    /** Has candidates let in and begin at their sitting's start, which its proctors saw and somebody of the region recorded. */
    async begin(...registrationIds: string[]): Promise<void> {
      await this.admit(...registrationIds);
      for (const registrationId of registrationIds) {
        const { sittingId, startsAt } = (await admin.get(`/v1/registrations/${registrationId}`)).body;
        const { proctorIds } = (await admin.get(`/v1/sittings/${sittingId}`)).body as { proctorIds: string[] };
        const early = new Date(Date.parse(startsAt) - DAY / 48).toISOString();
        const records = [
          ...proctorIds.map((proctorId) => ({ kind: 'proctor-present', proctorId, at: early })),
          { kind: 'began', registrationId, at: startsAt },
        ].map((record) => ({ id: crypto.randomUUID(), ...record }));
        const { body } = await asItHappens(startsAt, () =>
          director.post(`/v1/sittings/${sittingId}/records`, { records }),
        );
        const refused = body.outcomes.find(({ code }: { code: string | null }) => code);
        if (refused) throw new Error(`not begun: ${refused.code}`);
      }
    },
    /** Has a candidate sit, five minutes after the start, and the result reported; the clock stands at the sitting's end then. */
    async sit(registrationId: string, score: number): Promise<void> {
      const { startsAt } = (await admin.get(`/v1/registrations/${registrationId}`)).body;
      database.clock.set(new Date(Date.parse(startsAt) + DAY / 16).toISOString());
      await this.begin(registrationId);
      const startedAt = new Date(Date.parse(startsAt) + DAY / 288).toISOString();
      const { body } = await admin.post('/v1/results', { results: [{ registrationId, startedAt, score }] });
      if (body.outcomes[0].code) throw new Error(`no result: ${body.outcomes[0].code}`);
    },
    registration: async (id: string) => (await admin.get(`/v1/registrations/${id}`)).body,
    async close(): Promise<void> {
      await running.close();
      await tokens.close();
      await database.close();
    },
  };
}
export type ExamEnvironment = Awaited<ReturnType<typeof examEnvironment>>;
