import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  apiOf,
  testDatabase,
  type TestDatabase,
  testService,
  type TestService,
  testTokens,
  type TestTokens,
} from '@takwin/platform/testing';
import { academiesEntities, AcademiesModule, academiesMigrations, loadAcademiesReference } from '../index.js';
import { CIN_KEYS } from '../testing/cin-keys.js';

let database: TestDatabase;
let tokens: TestTokens;
let running: TestService;
let admin: ReturnType<typeof apiOf>;
let academy: { id: string; region: string; city: string; name: { fr: string; ar: string | null } };

beforeAll(async () => {
  database = await testDatabase({
    schema: 'academies',
    migrations: academiesMigrations,
    entities: academiesEntities,
    reference: loadAcademiesReference,
  });
  tokens = await testTokens();
  running = await testService(AcademiesModule, { env: { ...tokens.env, ...CIN_KEYS }, db: database.db });
  admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
  academy = (await admin.get('/v1/academies?first=1')).body.items[0];
});
afterAll(async () => {
  await running?.close();
  await tokens?.close();
  await database?.close();
});

const as = async (role: 'programme-admin' | 'regional-director' | 'academy-manager' | 'integrator') =>
  admin.as(await tokens.of({ role, regions: [academy.region], academies: [academy.id], scopes: ['*'] }));
const colleague = async () => admin.as(await tokens.of({ role: 'programme-admin', subject: 'a colleague' }));
const shown = async () => (await admin.get(`/v1/academies/${academy.id}`)).body;
const CHANGE = 'mutation ($input: ChangeAcademyInput!) { changeAcademy(input: $input) { city } }';

describe('the profile and the membership of an academy', () => {
  it.each([{ profile: 'prison' }, { membershipUntil: '2035-12-31' }, { membershipUntil: null }])(
    'are not for its own manager to change, nor for a machine: %j',
    async (about) => {
      const before = await shown();
      for (const role of ['academy-manager', 'integrator'] as const) {
        const one = await as(role);
        const refused = await one.patch(`/v1/academies/${academy.id}`, { city: 'Salé', ...about });
        expect(refused).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
        const input = { id: academy.id, ...about, ...('profile' in about && { profile: 'PRISON' }) };
        const { body } = await one.graphql(CHANGE, { input });
        expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
      }
      expect(await shown()).toEqual(before);
    },
  );

  it('are for the programme and the director of its region; the rest is the manager’s', async () => {
    const patch = async (role: Parameters<typeof as>[0], about: object) =>
      (await (await as(role)).patch(`/v1/academies/${academy.id}`, about)).status;
    expect(await patch('regional-director', { profile: 'minors', membershipUntil: '2028-06-30' })).toBe(200);
    expect(await shown()).toMatchObject({ profile: 'minors', membershipUntil: '2028-06-30' });
    expect(await patch('programme-admin', { profile: 'ordinary', membershipUntil: null })).toBe(200);
    const name = { ...academy.name, fr: academy.name.fr.toUpperCase() };
    expect(await patch('academy-manager', { name, city: academy.city })).toBe(200);
    expect(await shown()).toMatchObject({ profile: 'ordinary', membershipUntil: null, name });
  });

  it('are the programme’s alone where a prison is one no more, or becomes one', async () => {
    const patch = (as: typeof admin, id: string, profile: string) => as.patch(`/v1/academies/${id}`, { profile });
    const prison = (await admin.get('/v1/academies?first=1&profile=prison')).body.items[0];
    const regions = [prison.region, academy.region];
    const director = admin.as(await tokens.of({ role: 'regional-director', regions }));
    for (const [id, profile] of [
      [prison.id, 'ordinary'],
      [prison.id, 'minors'],
      [academy.id, 'prison'],
    ]) {
      expect(await patch(director, id, profile)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      const input = { id, profile: profile.toUpperCase() };
      expect((await director.graphql(CHANGE, { input })).body.errors[0].extensions.code).toBe('FORBIDDEN');
    }
    expect((await patch(director, prison.id, 'prison')).status).toBe(200);
    for (const profile of ['ordinary', 'prison'])
      expect((await patch(admin, prison.id, profile)).body).toMatchObject({ profile });
    const open = { code: 'EP-OPEN', name: { fr: 'Centre ouvert' }, kind: 'EP', province: '04.421', city: 'Rabat' };
    const theirs = admin.as(await tokens.of({ role: 'regional-director', regions: ['MA-04'] }));
    expect((await theirs.post('/v1/academies', { ...open, region: 'MA-04' })).body.code).toBe('FORBIDDEN');
  });
});

describe('the name and the place of an academy', () => {
  const place = { kind: 'ISTA', region: 'MA-04', province: '04.481', city: 'Sidi Kacem' };

  it('have three letters, and a city that the register knows in the province', async () => {
    const register = (about: object) =>
      admin.post('/v1/academies', { code: 'PLACE-1', name: { fr: 'ISTA Gharb' }, ...place, ...about });
    for (const fr of ['.', '12', 'A-1', 'AB 12'])
      expect((await register({ name: { fr } })).body.errors).toMatchObject([{ path: 'name.fr', code: 'invalid_name' }]);
    const faults: [about: object, path: string, code: string][] = [
      [{ name: { fr: 'ISTA Gharb', ar: '..' } }, 'name.ar', 'invalid_name'],
      [{ name: { fr: 'ISTA Gharb', ar: 'ISTA Gharb' } }, 'name.ar', 'invalid_name'],
      [{ name: { fr: 'المعهد المتخصص' } }, 'name.fr', 'invalid_name'],
      [{ name: { fr: 'ISTA الغرب' } }, 'name.fr', 'invalid_name'],
      [{ name: { fr: 'ІЅТА Gharb' } }, 'name.fr', 'invalid_text'],
      [{ name: { fr: 'ΙSΤΑ Gharb' } }, 'name.fr', 'invalid_text'],
      [{ name: { fr: 'ISTA B\ufffdni' } }, 'name.fr', 'invalid_text'],
      [{ name: { fr: 'ISTA BÃ©ni' } }, 'name.fr', 'invalid_text'],
      [{ name: { fr: 'ISTA Gharb', ar: 'ãÍãÏ' } }, 'name.ar', 'invalid_text'],
      [{ name: { fr: '<b>ISTA Gharb</b>' } }, 'name.fr', 'invalid_text'],
      [{ name: { fr: 'ISTA Gharb 🎓' } }, 'name.fr', 'invalid_text'],
      [{ city: 'F\ufffds' }, 'city', 'invalid_text'],
      [{ city: '12' }, 'city', 'invalid_name'],
    ];
    for (const [about, path, code] of faults)
      expect((await register(about)).body.errors).toMatchObject([{ path, code }]);
    const refused = { status: 422, body: { code: 'CITY_UNKNOWN', cities: ['Mechra Bel Ksiri', 'Sidi Kacem'] } };
    for (const city of ['Rabat', 'Atlantide']) expect(await register({ city })).toMatchObject(refused);
    const { body } = await register({ city: 'SIDI-KACEM' });
    expect(body.city).toBe('Sidi Kacem');
    expect(await admin.patch(`/v1/academies/${body.id}`, { city: 'Rabat' })).toMatchObject(refused);
  });

  it.each([
    [
      'the register, where that knows the city',
      'MA-04',
      '04.481',
      ['SIDI-KACEM', 'sidi  kàcem', 'سيدي قاسم'],
      'Sidi Kacem',
    ],
    ['the register of a district', 'MA-09', '09.001', ['ANZA', 'anza'], 'Anza'],
    [
      'the first academy there, where it does not',
      'MA-06',
      '06.385',
      ['Bouskoura-Nord', 'BOUSKOURA NORD'],
      'Bouskoura-Nord',
    ],
  ])('are spelled as %s', async (_, region, province, cities, spelled) => {
    for (const [index, city] of cities.entries()) {
      const code = `SPELLED-${province.replace('.', '')}-${index}`;
      const name = { fr: `ISTA ${'Un Deux Trois'.split(' ')[index]} ${province}` };
      const made = await admin.post('/v1/academies', { code, name, kind: 'ISTA', region, province, city });
      expect(made.body).toMatchObject({ city: spelled });
      const changed = await admin.patch(`/v1/academies/${made.body.id}`, { city });
      expect(changed.body).toMatchObject({ city: spelled });
    }
  });

  it('are for the region or the programme once it was accredited, but for the spelling', async () => {
    const about = { code: 'NAMED-1', name: { fr: 'ISTA Beht 2', ar: 'المعهد المتخصص بهت' }, ...place };
    const { id } = (await admin.post('/v1/academies', about)).body;
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [id] }));
    const patch = async (by: typeof admin, to: object) => (await by.patch(`/v1/academies/${id}`, to)).status;
    const said = (fr: string, ar: string | null = about.name.ar) => ({ name: { fr, ar } });
    expect(await patch(manager, said('ISTA Gharb 2'))).toBe(200);
    expect(await patch(manager, said('ISTA Beht 2'))).toBe(200);
    await (await colleague()).post(`/v1/academies/${id}/accredit`);
    for (const to of [
      said('Université de Sidi Kacem'),
      said('ISTA Beht 3'),
      said('ISTA Beht 2', null),
      said('ISTA Beht 2', 'المعهد التطبيقي'),
      { city: 'Mechra Bel Ksiri' },
    ])
      expect(await patch(manager, to)).toBe(403);
    expect(await patch(manager, { ...said('Ista BÉHT 2'), city: 'Sidi Kacem' })).toBe(200);
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: ['MA-04'] }));
    expect(await patch(director, { ...said('ISTA Gharb 3'), city: 'Mechra Bel Ksiri' })).toBe(200);
  });
});

describe('an accreditation', () => {
  const candidate = async (code: string): Promise<string> => {
    const place = { kind: 'ISTA', region: 'MA-04', province: '04.421', city: 'Rabat' };
    return (await admin.post('/v1/academies', { code, name: { fr: code }, ...place })).body.id;
  };

  it('is of today unless a day of the convention is told', async () => {
    const other = await colleague();
    const accredit = async (id: string, about: object = {}) => other.post(`/v1/academies/${id}/accredit`, about);
    expect((await accredit(await candidate('TODAY'))).body).toMatchObject({ accreditedOn: '2026-11-23' });
    const id = await candidate('LATER');
    for (const on of ['2020-01-01', '2026-08-31', '2029-09-01'])
      expect(await accredit(id, { on })).toMatchObject({
        status: 422,
        body: { code: 'INVALID_INPUT', errors: [{ path: 'on', code: 'outside_convention' }] },
      });
    expect((await accredit(id, { on: '2027-01-04' })).body).toMatchObject({
      state: 'accredited',
      accreditedOn: '2027-01-04',
    });
  });

  it('of a day to come is told anew by the same rules, until that day', async () => {
    const id = await candidate('TYPO');
    const other = await colleague();
    const on = (as: typeof admin, day?: string) => as.post(`/v1/academies/${id}/accredit`, { on: day });
    expect((await on(other, '2029-01-04')).body.accreditedOn).toBe('2029-01-04');
    expect((await on(admin, '2027-01-04')).body.code).toBe('ACADEMY_IS_YOUR_OWN');
    expect((await on(other, '2027-01-04')).body).toMatchObject({ state: 'accredited', accreditedOn: '2027-01-04' });
    const proposed = { state: 'accredited', accreditedOn: '2027-01-04', proposedOn: '2026-10-01' };
    const third = admin.as(await tokens.of({ role: 'programme-admin', subject: 'another' }));
    expect((await on(third, '2026-10-01')).body).toMatchObject(proposed);
    expect((await on(other, '2026-11-23')).body).toMatchObject({ accreditedOn: '2026-11-23', proposedOn: null });
    for (const day of ['2027-01-04', '2026-10-01', undefined])
      expect((await on(other, day)).body.code).toBe('ACADEMY_STATE_FORBIDS');
  });

  it('is never by who registered the academy, at either door, on whatever day', async () => {
    const id = await candidate('ALONE');
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: ['MA-04'], subject: 'director' }));
    const place = { kind: 'ISTA', region: 'MA-04', province: '04.421', city: 'Rabat' };
    const own = (await director.post('/v1/academies', { code: 'ALONE-2', name: { fr: 'Seul' }, ...place })).body.id;
    const refused = { status: 403, body: { code: 'ACADEMY_IS_YOUR_OWN' } };
    for (const about of [{}, { on: '2027-01-04' }, { on: '2026-10-01' }]) {
      expect(await admin.post(`/v1/academies/${id}/accredit`, about)).toMatchObject(refused);
      expect(await director.post(`/v1/academies/${own}/accredit`, about)).toMatchObject(refused);
    }
    const ACCREDIT = 'mutation ($input: AccreditAcademyInput!) { accreditAcademy(input: $input) { state } }';
    const { body } = await admin.graphql(ACCREDIT, { input: { id } });
    expect(body.errors[0].extensions.code).toBe('ACADEMY_IS_YOUR_OWN');
    expect((await admin.get(`/v1/academies/${id}`)).body).toMatchObject({ state: 'candidate', proposedOn: null });
    expect((await director.post(`/v1/academies/${id}/accredit`)).body.state).toBe('accredited');
    expect((await admin.post(`/v1/academies/${own}/accredit`)).body.state).toBe('accredited');
  });

  it('from a past day counts when two officials have said the same day, none of whom registered the academy', async () => {
    const id = await candidate('LATE');
    const other = await colleague();
    const third = admin.as(await tokens.of({ role: 'programme-admin', subject: 'another' }));
    const on = (as: typeof admin, day: string) => as.post(`/v1/academies/${id}/accredit`, { on: day });
    const proposed = { status: 200, body: { state: 'candidate', accreditedOn: null, proposedOn: '2026-10-01' } };
    const refused = { status: 403, body: { code: 'ACADEMY_IS_YOUR_OWN' } };
    expect(await on(other, '2026-10-01')).toMatchObject(proposed);
    expect(await on(other, '2026-10-01')).toMatchObject(refused);
    expect(await on(admin, '2026-10-01')).toMatchObject(refused);
    expect((await on(third, '2026-09-15')).body).toMatchObject({ state: 'candidate', proposedOn: '2026-09-15' });
    expect(await on(other, '2026-10-01')).toMatchObject(proposed);
    expect(await on(third, '2026-09-15')).toMatchObject({ body: { state: 'candidate', proposedOn: '2026-09-15' } });
    expect((await on(other, '2026-09-15')).body).toMatchObject({
      state: 'accredited',
      accreditedOn: '2026-09-15',
      proposedOn: null,
    });
    expect((await on(third, '2026-09-10')).body.code).toBe('ACADEMY_STATE_FORBIDS');
  });

  it('is made by one of two who propose different days at once only when they agree', async () => {
    const id = await candidate('RACE');
    const two = [await colleague(), admin.as(await tokens.of({ role: 'programme-admin', subject: 'another' }))];
    const days = ['2026-10-01', '2026-10-02'];
    await Promise.all(two.map((one, at) => one.post(`/v1/academies/${id}/accredit`, { on: days[at] })));
    expect((await admin.get(`/v1/academies/${id}`)).body).toMatchObject({ state: 'candidate', accreditedOn: null });
  });
});

describe('a membership', () => {
  it('does not end before today, for the days that are over keep their figures', async () => {
    const refused = { status: 422, body: { errors: [{ path: 'membershipUntil', code: 'in_the_past' }] } };
    expect(await admin.patch(`/v1/academies/${academy.id}`, { membershipUntil: '2026-11-22' })).toMatchObject(refused);
    expect((await admin.patch(`/v1/academies/${academy.id}`, { membershipUntil: '2026-11-23' })).status).toBe(200);
  });
});

describe('an academy of the name, kind and place of another one', () => {
  const place = { kind: 'ISTA', region: 'MA-04', province: '04.421', city: 'Rabat' };
  const register = (code: string, about: object = {}, who = admin) =>
    who.post('/v1/academies', { code, name: { fr: 'ISTA Deux Rives' }, ...place, ...about });
  const asked = (...found: { id: string; code: string; state?: string }[]) => ({
    status: 409,
    body: {
      code: 'ACADEMY_MAY_BE_REGISTERED',
      matches: found.map(({ id, code, state = 'candidate' }) => ({ academyId: id, code, state })),
    },
  });

  it('is not registered without a question, however it is written, at either door, nor renamed to it', async () => {
    const all = await Promise.all(['TWIN-1', 'TWIN-2', 'TWIN-3'].map((code) => register(code)));
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const first = all.find(({ status }) => status === 201)!.body;
    for (const about of [
      {},
      { name: { fr: 'ista deux-rives' } },
      { city: ' RABAT' },
      { city: 'الرباط' },
      { name: { fr: 'ISTA\tDeux\nRives' } },
      { name: { fr: 'ISTA Deux\u200b Rives' } },
      { name: { fr: 'ＩＳＴＡ Deux Rives' } },
      { name: { fr: 'lSTA Deux Rives' } },
      { name: { fr: '15TA Deux R1ves' } },
      { name: { fr: '|STA Deux Rives' } },
    ])
      expect(await register('TWIN-4', about)).toMatchObject(asked(first));
    const REGISTER = 'mutation ($input: RegisterAcademyInput!) { registerAcademy(input: $input) { id } }';
    const { body } = await admin.graphql(REGISTER, {
      input: { code: 'TWIN-4', name: { fr: 'ISTA Deux Rives' }, ...place },
    });
    expect(body.errors[0].extensions).toMatchObject(asked(first).body);
    const other = (await register('TWIN-5', { name: { fr: 'ISTA Trois Rives' } })).body;
    expect((await register('TWIN-6', { kind: 'ITA' })).status).toBe(201);
    expect(await admin.patch(`/v1/academies/${other.id}`, { name: { fr: 'ISTA Deux Rives' } })).toMatchObject(
      asked(first),
    );
    await admin.post(`/v1/academies/${first.id}/close`);
    expect((await register('TWIN-7')).status).toBe(201);
  });

  it('is registered where the region or the programme says of each that it is another one, and why', async () => {
    const name = { fr: 'ISTA Quatre Vents' };
    const first = (await register('WIND-1', { name })).body;
    const distinctFrom = { academyIds: [first.id], reason: 'two buildings, two directors' };
    const machine = await as('integrator');
    expect((await register('WIND-2', { name, distinctFrom }, machine)).body.code).toBe('FORBIDDEN');
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: ['MA-04'] }));
    const second = (await register('WIND-2', { name, distinctFrom }, director)).body;
    expect(second.state).toBe('candidate');
    expect(await register('WIND-3', { name, distinctFrom })).toMatchObject(asked(second));
    expect(
      (await admin.patch(`/v1/academies/${second.id}`, { name: { fr: 'ISTA Quatre-Vents', ar: 'الرياح' } })).status,
    ).toBe(200);
  });
});
