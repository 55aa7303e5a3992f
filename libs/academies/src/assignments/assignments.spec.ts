import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academiesService } from '../testing/academies-service.js';

const { database, tokens, admin, close } = await academiesService();
afterAll(close);

type Caller = typeof admin;
let here: { id: string; region: string };
let elsewhere: { id: string; region: string };
let director: Caller;
let manager: Caller;

beforeAll(async () => {
  const { items } = (await admin.get('/v1/academies?first=100')).body;
  here = items[0];
  elsewhere = items.find(({ region }: { region: string }) => region !== here.region);
  director = admin.as(await tokens.of({ role: 'regional-director', subject: 'director', regions: [here.region] }));
  manager = admin.as(await tokens.of({ role: 'academy-manager', subject: 'manager', academies: [here.id] }));
});

let serial = 0;
/** A day that many days after the one of the spec. */
const day = (days: number): string => new Date(Date.parse('2026-11-23') + days * 86_400_000).toISOString().slice(0, 10);
const wish = (about: object = {}) => ({ subject: `somebody-${++serial}`, role: 'auditor', until: day(100), ...about });
const trainerHere = (about: object = {}) => wish({ role: 'trainer', academyId: here.id, ...about });
const assign = (by: Caller, about: object) => by.post('/v1/assignments', about);

const refused = (status: number, code: string, path?: string) => ({
  status,
  body: { code, ...(path && { errors: [expect.objectContaining({ path })] }) },
});

describe('a role is given', () => {
  it('until a day, from today unless told, and told to the other services', async () => {
    const { status, body, headers } = await assign(director, wish({ role: 'academy-manager', academyId: here.id }));
    expect([status, headers.get('etag')]).toEqual([201, expect.stringMatching(/^"1\b/)]);
    expect(body).toMatchObject({
      role: 'academy-manager',
      region: here.region,
      academyId: here.id,
      from: day(0),
      until: day(100),
      state: 'given',
      givenBy: 'director',
      reviewedOn: null,
    });
    const [event] = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ type: string; state: object }>(sql`
        select type, body->'changes'->0->'d' as state from event_new where body->'changes'->0->>'s' = ${body.id}`),
    );
    expect(event).toMatchObject({
      type: 'RoleAssigned',
      state: { role: 'academy-manager', state: 'given', until: day(100) },
    });
  });

  it('downwards only, within the own region or academy', async () => {
    expect(await assign(admin, wish({ role: 'regional-director', region: 'MA-06' }))).toMatchObject({ status: 201 });
    expect(await assign(director, trainerHere())).toMatchObject({ status: 201 });
    expect(await assign(manager, trainerHere({ group: 'DEV101' }))).toMatchObject({ status: 201 });
    const forbidden = refused(403, 'FORBIDDEN');
    expect(await assign(director, wish())).toMatchObject(forbidden);
    expect(await assign(director, wish({ role: 'regional-director', region: here.region }))).toMatchObject(forbidden);
    expect(await assign(manager, wish({ role: 'academy-manager', academyId: here.id }))).toMatchObject(forbidden);
    const unknown = refused(404, 'NOT_FOUND');
    expect(await assign(director, trainerHere({ academyId: elsewhere.id }))).toMatchObject(unknown);
    expect(await assign(manager, trainerHere({ academyId: elsewhere.id }))).toMatchObject(unknown);
    for (const role of ['trainer', 'candidate', 'integrator', 'auditor'] as const) {
      const other = admin.as(await tokens.of({ role, academies: [here.id], scopes: ['*'] }));
      expect(await assign(other, trainerHere())).toMatchObject(forbidden);
    }
  });

  it('to nobody by themselves', async () => {
    expect(await assign(manager, trainerHere({ subject: 'manager' }))).toMatchObject(refused(403, 'FORBIDDEN'));
  });

  it('to nobody by themselves under a second subject of theirs, which they neither review nor end', async () => {
    const personId = '6cc03165-3e20-4031-897e-be2af920980d';
    const wire = { role: ['candidate', 'regional-director'] };
    const about = { role: 'candidate', subject: 'one hat', personId, regions: [here.region], wire } as const;
    const one = admin.as(await tokens.of(about));
    const { id } = (await assign(admin, trainerHere({ subject: 'other hat' }))).body;
    const writes = actorOf('candidate', { subject: 'other hat', personId });
    await database.db.asActor(writes, () => Promise.resolve());
    const forbidden = refused(403, 'FORBIDDEN');
    expect(await assign(one, trainerHere({ subject: 'other hat', group: 'DEV101' }))).toMatchObject(forbidden);
    expect(await one.post(`/v1/assignments/${id}/review`, { until: day(200) })).toMatchObject(forbidden);
    expect(await one.post(`/v1/assignments/${id}/end`)).toMatchObject(forbidden);
    expect(await director.post(`/v1/assignments/${id}/end`)).toMatchObject({ status: 200 });
    expect(await assign(one, trainerHere({ subject: 'another human' }))).toMatchObject({ status: 201 });
  });

  it('where such a role is held, and nowhere else', async () => {
    expect(await assign(admin, wish({ role: 'trainer' }))).toMatchObject(refused(422, 'INVALID_INPUT', 'academyId'));
    expect(await assign(admin, wish({ region: 'MA-06' }))).toMatchObject(refused(422, 'INVALID_INPUT', 'region'));
    const group = wish({ role: 'academy-manager', academyId: here.id, group: 'DEV101' });
    expect(await assign(admin, group)).toMatchObject(refused(422, 'INVALID_INPUT', 'group'));
    expect(await assign(admin, wish({ role: 'programme-admin' }))).toMatchObject(refused(422, 'INVALID_INPUT', 'role'));
  });

  it('for 400 days at most, not in the past, and never without an end', async () => {
    expect(await assign(admin, wish({ until: day(400) }))).toMatchObject({ status: 201 });
    expect(await assign(admin, wish({ until: day(401) }))).toMatchObject(refused(422, 'INVALID_INPUT', 'until'));
    const ahead = wish({ from: day(300), until: day(401) });
    expect(await assign(admin, ahead)).toMatchObject(refused(422, 'INVALID_INPUT', 'until'));
    const { body } = await assign(admin, { ...ahead, until: day(400) });
    const later = (until: string) => admin.post(`/v1/assignments/${body.id}/review`, { until });
    expect(await later(day(401))).toMatchObject(refused(422, 'INVALID_INPUT', 'until'));
    expect((await later(day(400))).status).toBe(200);
    const [kept] = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query(sql`select counted_from::text as counted from assignment where id = ${body.id}`),
    );
    expect(kept).toEqual({ counted: day(0) });
    expect(await assign(admin, wish({ until: day(-1) }))).toMatchObject(refused(422, 'INVALID_INPUT', 'until'));
    expect(await assign(admin, wish({ from: day(-1) }))).toMatchObject(refused(422, 'INVALID_INPUT', 'from'));
    expect(await assign(admin, wish({ until: undefined }))).toMatchObject(refused(422, 'INVALID_INPUT', 'until'));
  });

  it('once for a day, whoever asks at the same time', async () => {
    const same = trainerHere();
    const asked = await Promise.all([director, manager, admin, director, manager].map((by) => assign(by, same)));
    expect(asked.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(asked.find(({ status }) => status === 409)!.body.code).toBe('ASSIGNMENT_EXISTS');
    expect(await assign(admin, { ...same, from: day(101), until: day(200) })).toMatchObject({ status: 201 });
    expect(await assign(admin, { ...same, group: 'DEV102' })).toMatchObject({ status: 201 });
  });
});

describe('a role that was given', () => {
  const step = (by: Caller, id: string, name: string, body: object = {}) =>
    by.post(`/v1/assignments/${id}/${name}`, body);

  it('is ended by those above it, once, and may be given again', async () => {
    const asked = trainerHere();
    const { id } = (await assign(director, asked)).body;
    expect(await step(manager, id, 'end', { expectedVersion: 7 })).toMatchObject(refused(412, 'VERSION_MISMATCH'));
    expect((await step(manager, id, 'end')).body).toMatchObject({ state: 'ended', endedBy: 'manager', version: 2 });
    expect(await step(manager, id, 'end')).toMatchObject(refused(409, 'ASSIGNMENT_HAS_ENDED'));
    expect(await assign(manager, asked)).toMatchObject({ status: 201 });
  });

  it('is not ended by its equals, nor by whoever may not know of it', async () => {
    const { id } = (await assign(director, wish({ role: 'academy-manager', academyId: here.id }))).body;
    expect(await step(manager, id, 'end')).toMatchObject(refused(403, 'FORBIDDEN'));
    const far = (await assign(admin, wish({ role: 'trainer', academyId: elsewhere.id }))).body.id;
    expect(await step(director, far, 'end')).toMatchObject(refused(404, 'NOT_FOUND'));
    expect(await director.get(`/v1/assignments/${far}`)).toMatchObject(refused(404, 'NOT_FOUND'));
  });

  it('is reviewed, until the same day or another within 400 days', async () => {
    const { id } = (await assign(admin, trainerHere({ until: day(10) }))).body;
    expect((await step(manager, id, 'review')).body).toMatchObject({
      until: day(10),
      reviewedOn: day(0),
      reviewedBy: 'manager',
    });
    expect((await step(manager, id, 'review', { until: day(400) })).body).toMatchObject({
      until: day(400),
      version: 3,
    });
    expect(await step(manager, id, 'review', { until: day(401) })).toMatchObject(
      refused(422, 'INVALID_INPUT', 'until'),
    );
    const holder = (await assign(admin, trainerHere({ subject: 'director' }))).body.id;
    expect(await step(director, holder, 'review')).toMatchObject(refused(403, 'FORBIDDEN'));
  });
});

describe('the list of assignments', () => {
  it('shows what has to be reviewed, by the last day, within the own scope, at both doors', async () => {
    const academyId = (await admin.get(`/v1/academies?region=${elsewhere.region}&first=2`)).body.items[1].id;
    const given: string[] = [];
    for (const days of [30, 10, 20, 300])
      given.push((await assign(admin, wish({ role: 'trainer', academyId, until: day(days) }))).body.id);
    const [thirty, ten, twenty] = given;
    const soon = `endsBy=${day(60)}&academyId=${academyId}`;
    const idsOf = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);
    expect(idsOf(await admin.get(`/v1/assignments?${soon}`))).toEqual([ten, twenty, thirty]);
    const { nextCursor, items } = (await admin.get(`/v1/assignments?${soon}&first=2`)).body;
    expect(items).toHaveLength(2);
    expect(idsOf(await admin.get(`/v1/assignments?${soon}&first=2&after=${nextCursor}`))).toEqual([thirty]);
    await admin.post(`/v1/assignments/${ten}/review`);
    expect(idsOf(await admin.get(`/v1/assignments?${soon}&notReviewedSince=${day(0)}`))).toEqual([twenty, thirty]);
    await admin.post(`/v1/assignments/${twenty}/end`);
    expect(idsOf(await admin.get(`/v1/assignments?${soon}&state=given`))).toEqual([ten, thirty]);
    expect(idsOf(await director.get(`/v1/assignments?${soon}`))).toEqual([]);
    const query = `{ assignments(academyId: "${academyId}", endsBy: "${day(60)}") { totalCount edges { node { id role state } } } }`;
    expect((await admin.graphql(query)).body.data.assignments).toMatchObject({
      totalCount: 3,
      edges: [{ node: { id: ten } }, { node: { id: twenty, state: 'ENDED' } }, { node: { id: thirty } }],
    });
    const { data } = (await admin.graphql(`mutation { endAssignment(input: { id: "${thirty}" }) { state endedBy } }`))
      .body;
    expect(data.endAssignment.state).toBe('ENDED');
  });

  it('is not for those who give no roles', async () => {
    const trainer = admin.as(await tokens.of({ role: 'trainer', academies: [here.id] }));
    expect(await trainer.get('/v1/assignments')).toMatchObject(refused(403, 'FORBIDDEN'));
  });
});
