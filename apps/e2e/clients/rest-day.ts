import { randomUUID } from 'node:crypto';
import createClient from 'openapi-fetch';
import {
  ALWAYS_OPEN,
  COURSE,
  type Day,
  dayFrom,
  EXAM,
  type Given,
  LASTS,
  NOTICE,
  Refused,
  SKU,
  until,
  untilInstant,
} from './day.js';
import type { components, paths } from './rest-types.js';

/** The REST surface as it is documented, as whom the token says. */
export const apiOf = (baseUrl: string, token: string) =>
  createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } });
type Api = ReturnType<typeof apiOf>;

/** A refusal, as every operation's default answer documents it. */
type Problem = { code: string; detail?: string };

/** What was answered; a refusal is thrown by its code. */
async function told<T>(asked: Promise<{ data?: T; error?: Problem; response: Response }>): Promise<NonNullable<T>> {
  const { data, error, response } = await asked;
  if (data === undefined || data === null) throw new Refused(error?.code ?? '', `${response.url} ${response.status}`);
  return data;
}

/**
 * An integrator's day by a client that was generated from the OpenAPI document, and nothing else.
 * @public
 */
export async function restDay({ url, tokens, roster, academy: code }: Given): Promise<Day> {
  const api = apiOf(url, tokens.programme);
  const feed = apiOf(url, tokens.feed);
  const academy = await academyOf(api, code);
  const imported = await importRoster(api, roster.csv);
  const persons = await personsOf(api, academy.id, roster.matricules);
  const group = persons[0]!.placements.find(({ academyId }) => academyId === academy.id)!.group.code ?? undefined;
  const enrolled = await enrolGroup(api, academy.id, group);
  const sitting = await openSitting(api, academy.id, persons.length);
  const registrations = await bookings(
    api,
    academy.id,
    persons.map(({ id }) => id),
  );
  const { reasons } = await explain(api, persons[0]!.id, (told) => told.reasons.length > 0);
  const run = provision(
    api,
    persons.map(({ id }) => id),
  );
  const passed = await sit(api, feed, sitting, registrations);
  const { credentials, verified } = await credentialsOf(api, passed);
  return {
    academy: academy.code,
    ...imported,
    persons: persons.length,
    enrolled,
    booked: registrations.length,
    passed: passed.length,
    credentials,
    verified,
    why: reasons.map((one) => one.code),
    run: await run,
    licensed: (await explain(api, persons[0]!.id, (told) => told.licensed)).licensed,
  };
}

async function academyOf(api: Api, code: string) {
  const { items } = await told(api.GET('/v1/academies', { params: { query: { q: code, state: 'accredited' } } }));
  return items.find((one) => one.code === code)!;
}

/** Sends a school's file in, waits for what comes of it, and reads the rows that were rejected. */
export async function importRoster(api: Api, csv: string) {
  const { id } = await told(
    api.POST('/v1/imports', {
      params: { query: { kind: 'konosys' }, header: { 'Idempotency-Key': randomUUID() } },
      headers: { 'content-type': 'text/csv' },
      body: csv,
      bodySerializer: (file) => file,
    }),
  );
  const params = { path: { id } };
  const { accepted, rejected } = await until(
    () => told(api.GET('/v1/imports/{id}', { params })),
    ({ state }) => state === 'done',
  );
  const file = await told(api.GET('/v1/imports/{id}/rejected.csv', { params, parseAs: 'text' }));
  return { accepted, rejected, rejectedRows: file.trim().split('\r\n').length - 1 };
}

/** Those of the roster, by the list of the academy and by a search: both name the same. */
async function personsOf(api: Api, academyId: string, matricules: readonly string[]) {
  const { items: found } = await told(api.POST('/v1/persons/search', { body: { matricules: [...matricules] } }));
  const listed: string[] = [];
  for (let after: string | undefined; ;) {
    const query = { academyId, kind: 'trainee', first: 100, after } as const;
    const { items, nextCursor } = await told(api.GET('/v1/persons', { params: { query } }));
    listed.push(...items.map(({ id }) => id));
    if (nextCursor === null) break;
    after = nextCursor;
  }
  return found.filter(({ id }) => listed.includes(id));
}

async function enrolGroup(api: Api, academyId: string, group?: string): Promise<number> {
  const { items: courses } = await told(api.GET('/v1/courses', { params: { query: { q: COURSE } } }));
  const body = { courseId: courses[0]!.id, academyId, startsOn: dayFrom(0), endsOn: dayFrom(60), seats: 30 };
  const { id: offeringId } = await told(api.POST('/v1/offerings', { body }));
  const { items } = await told(api.GET('/v1/persons', { params: { query: { academyId, group } } }));
  const persons = items.map(({ id }) => id);
  const { outcomes } = await until(
    () => told(api.POST('/v1/enrolments/bulk', { body: { offeringId, persons } })),
    (answer) => !answer.outcomes.some(({ outcome }) => outcome === 'person-unknown'),
  );
  const { items: enrolled } = await told(api.GET('/v1/enrolments', { params: { query: { offeringId, first: 100 } } }));
  return outcomes.filter(({ personId }) => enrolled.some((one) => one.personId === personId)).length;
}

async function openSitting(api: Api, academyId: string, seats: number) {
  const query = { academyId, mayProctor: true } as const;
  const { items: proctors } = await told(api.GET('/v1/trainers', { params: { query } }));
  const proctorIds = proctors.slice(0, 1).map(({ id }) => id);
  const { id: roomId } = await told(
    api.POST('/v1/academies/{academyId}/rooms', {
      params: { path: { academyId } },
      body: { code: `DAY-${randomUUID().slice(0, 8)}`, seats, ...ALWAYS_OPEN },
    }),
  );
  const startsAt = new Date(Date.now() + NOTICE).toISOString();
  const body = { academyId, roomId, startsAt, minutes: LASTS, seats, proctorIds, examCodes: [EXAM] };
  // The exams hear of a new room a moment later.
  return until(() => told(api.POST('/v1/sittings', { body })), Boolean, 'ROOM_UNKNOWN', 'ROOM_IS_CLOSED_THEN');
}

async function bookings(api: Api, academyId: string, persons: string[]) {
  const window = { earliest: new Date().toISOString(), latest: new Date(Date.now() + 2 * NOTICE).toISOString() };
  const body = { persons, examCode: EXAM, academyId, ...window, consent: true };
  await until(
    () => told(api.POST('/v1/registrations/bulk', { body })),
    ({ outcomes }) => !outcomes.some(({ outcome }) => outcome === 'person-unknown'),
  );
  const query = { academyId, examCode: EXAM, first: 100 } as const;
  const { items } = await until(
    () => told(api.GET('/v1/registrations', { params: { query } })),
    (page) => !page.items.some(({ state }) => state === 'requested'),
  );
  return items.filter(({ state, personId }) => state === 'booked' && persons.includes(personId));
}

type Sitting = Awaited<ReturnType<typeof openSitting>>;
type Registrations = Awaited<ReturnType<typeof bookings>>;

/** The exam day as the centre writes it down, and the results as the feed delivers them; who passed. */
async function sit(api: Api, feed: Api, sitting: Sitting, registrations: Registrations): Promise<string[]> {
  const path = { sittingId: sitting.id };
  const record = async (records: object[]) => {
    const at = new Date().toISOString();
    const body = { records: records.map((one) => ({ id: randomUUID(), at, ...one })) as never };
    const { outcomes } = await told(api.POST('/v1/sittings/{sittingId}/records', { params: { path }, body }));
    const refused = outcomes.find(({ outcome }) => outcome === 'refused');
    if (refused) throw new Refused(refused.code ?? '', 'an exam-day record');
    return at;
  };
  // These candidates are quick: the rule of a new house would hold their results.
  const quick = { leastExamMinutes: 1, leastExamPercent: 0 };
  const { version } = await told(api.GET('/v1/exam-rules'));
  const header = { 'If-Match': `"${version}"` };
  const rules = await told(api.PATCH('/v1/exam-rules', { params: { header }, body: quick }));
  await record([
    ...sitting.proctorIds.map((proctorId) => ({ kind: 'proctor-present', proctorId })),
    ...registrations.map(({ id: registrationId }) => ({
      ...{ kind: 'admitted', identity: 'national-card', ndaAccepted: true },
      registrationId,
    })),
  ]);
  const startedAt = await record(registrations.map(({ id }) => ({ kind: 'began', registrationId: id })));
  const ended = Date.parse(startedAt) + rules.leastExamMinutes * 60_000;
  await untilInstant(Math.max(ended, Date.parse(sitting.startsAt)) + 1_000);
  const results = registrations.map(({ id }, place) => ({ registrationId: id, startedAt, score: place ? 900 : 300 }));
  const { outcomes } = await told(feed.POST('/v1/results', { body: { results } }));
  const passed = outcomes.filter(({ outcome }) => outcome === 'passed').map(({ registrationId }) => registrationId);
  return registrations.filter(({ id }) => passed.includes(id)).map(({ personId }) => personId);
}

async function credentialsOf(api: Api, persons: string[]) {
  const all = await Promise.all(
    persons.map((personId) =>
      until(
        () => told(api.GET('/v1/credentials', { params: { query: { personId } } })),
        ({ items }) => items[0]?.state === 'valid',
      ),
    ),
  );
  const [one] = all.flatMap(({ items }) => items);
  const params = { path: { id: one!.id } };
  const headers = { accept: 'application/vc+jwt' };
  const credential = await told(api.GET('/v1/credentials/{id}', { params, headers, parseAs: 'text' }));
  const { valid } = await told(api.POST('/v1/credentials/verify', { body: { credential } }));
  const pdf = await told(api.GET('/v1/credentials/{id}.pdf', { params, parseAs: 'arrayBuffer' }));
  return { credentials: all.length, verified: valid && pdf.byteLength > 1_000 };
}

async function provision(api: Api, persons: string[]) {
  const body = { skuId: SKU, action: 'assign', persons } as const;
  const { id } = await told(api.POST('/v1/provisioning-runs', { body }));
  const params = { path: { id } };
  const { total, done, failed } = await until(
    () => told(api.GET('/v1/provisioning-runs/{id}', { params })),
    ({ state }) => state === 'done',
  );
  const outcomes = await told(api.GET('/v1/provisioning-runs/{id}/outcomes.csv', { params, parseAs: 'text' }));
  if (outcomes.trim().split('\r\n').length !== total + 1) throw new Error('the file of outcomes lacks some');
  return { total, done, failed };
}

type Explanation = components['schemas']['LicenceExplanation'];

/** Why somebody has no licence, or which they hold, once what is awaited of that is told. */
function explain(api: Api, personId: string, holds: (told: Explanation) => boolean): Promise<Explanation> {
  const params = { path: { personId } };
  return until(() => told(api.GET('/v1/persons/{personId}/licence-explanation', { params })), holds, 'NOT_FOUND');
}
