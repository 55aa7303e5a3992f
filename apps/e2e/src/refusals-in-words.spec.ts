import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { apiOf } from '@takwin/platform/testing';
import { startHouse, TO_START, type House } from './testing/house.js';

const LANGUAGES = ['fr', 'ar', 'en'] as const;
const NOBODY = '019c0000-0000-7000-8000-000000000000';

let running: House;
let admin: ReturnType<typeof apiOf>;
let anyone: ReturnType<typeof apiOf>;
let academyId: string;
let trainerId: string;
let courseId: string;

beforeAll(async () => {
  running = await startHouse();
  anyone = apiOf(running.url);
  admin = apiOf(running.url, await running.tokenOf('programme-admin'));
  const first = async (path: string): Promise<{ id: string }> => {
    for (let tries = 0; tries < 200; tries++) {
      const { body } = await admin.get(path);
      if (body.items?.length) return body.items[0] as { id: string };
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${path} stays empty`);
  };
  academyId = (await first('/v1/academies?first=1&state=accredited')).id;
  trainerId = (await first('/v1/trainers?first=1')).id;
  courseId = (await first('/v1/courses?first=1')).id;
}, TO_START);

afterAll(() => running?.close());

type Family = {
  code: string;
  status: number;
  rest: (path: typeof admin, send: { headers: Record<string, string> }) => ReturnType<typeof admin.get>;
  graph: () => [mutation: string, type: string, input: object];
};

const families: Record<string, Family> = {
  'any request': {
    code: 'NOT_FOUND',
    status: 404,
    rest: (api, send) => api.get(`/v1/academies/${NOBODY}`, send),
    graph: () => ['suspendAcademy', 'SuspendAcademyInput', { id: NOBODY }],
  },
  'the registers': {
    code: 'ACADEMY_STATE_FORBIDS',
    status: 409,
    rest: (api, send) => api.post(`/v1/academies/${academyId}/reinstate`, {}, send),
    graph: () => ['reinstateAcademy', 'ReinstateAcademyInput', { id: academyId }],
  },
  trainers: {
    code: 'TRAINER_EXISTS',
    status: 409,
    rest: (api, send) => api.post('/v1/trainers', { personId: trainerId }, send),
    graph: () => ['registerTrainer', 'RegisterTrainerInput', { personId: trainerId }],
  },
  courses: {
    code: 'MEMBERSHIP_NOT_IN_FORCE',
    status: 409,
    rest: (api, send) => api.post('/v1/offerings', offering(), send),
    graph: () => ['openOffering', 'OpenOfferingInput', offering()],
  },
  certifications: {
    code: 'PERSON_UNKNOWN',
    status: 422,
    rest: (api, send) => api.post('/v1/registrations', request(), send),
    graph: () => ['requestExam', 'RequestExamInput', request()],
  },
  licences: {
    code: 'SKU_UNKNOWN',
    status: 422,
    rest: (api, send) => api.post('/v1/provisioning-runs', run(), send),
    graph: () => ['startProvisioningRun', 'StartProvisioningRunInput', { ...run(), action: 'ASSIGN' }],
  },
};

const offering = () => ({ courseId, academyId, startsOn: '2051-01-05', endsOn: '2051-02-05', seats: 5 });
const request = () => ({ personId: NOBODY, examCode: 'MO-200', earliest: soon(1), latest: soon(20) });
const run = () => ({ skuId: NOBODY, action: 'assign', persons: [trainerId] });
const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe.each(Object.entries(families))('a refusal of %s', (_, { code, status, rest, graph }) => {
  it.each(LANGUAGES)('is told alike at both doors in %s', async (language) => {
    const send = { headers: { 'accept-language': language } };
    const told = { type: `/docs/refusals/${code}`, title: CATALOGUE.refusals[code]![language][0], code, status };
    const { body, headers } = await rest(admin, send);
    expect(body).toMatchObject(told);
    expect(body.detail).not.toMatch(/[{}]/);
    expect(/\p{Script=Arabic}/u.test(body.detail)).toBe(language === 'ar');
    expect([headers.get('content-type'), headers.get('content-language')]).toEqual([
      expect.stringContaining('application/problem+json'),
      language,
    ]);
    expect(headers.get('vary')).toMatch(/accept-language/i);

    const [mutation, type, input] = graph();
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
    const { body: answer } = await admin.graphql(query, { input }, send);
    const { extensions, message } = answer.errors[0];
    expect(extensions).toMatchObject({ ...told, detail: body.detail });
    expect(message).toBe(body.detail);
    expect(body).not.toHaveProperty('errors');
    expect(extensions).not.toHaveProperty('errors');
  });
});

describe('a caller who is not known', () => {
  it.each(LANGUAGES)('is refused at both doors, in %s', async (language) => {
    const send = { headers: { 'accept-language': language } };
    const told = { code: 'UNAUTHENTICATED', title: CATALOGUE.refusals.UNAUTHENTICATED![language][0], status: 401 };
    const { status, body } = await anyone.get('/v1/academies', send);
    expect([status, body]).toEqual([401, expect.objectContaining(told)]);
    const { body: answer } = await anyone.graphql('{ academies(first: 1) { edges { node { id } } } }', {}, send);
    expect(answer.errors[0].extensions).toMatchObject(told);
  });

  it('shares no answer with who asks the same at the same moment in another language', async () => {
    const answers = await Promise.all(
      [...LANGUAGES, ...LANGUAGES].map(async (language) => {
        const send = { headers: { 'accept-language': language } };
        const { body } = await anyone.graphql('{ academies(first: 2) { edges { node { id } } } }', {}, send);
        return body.errors[0].extensions.title === CATALOGUE.refusals.UNAUTHENTICATED![language][0];
      }),
    );
    expect(answers).toEqual(answers.map(() => true));
  });

  it('is refused a subscription, which is none of ours to fail at', async () => {
    const { status, body } = await anyone.graphql('subscription { x }');
    expect([status, body.errors[0].extensions.code]).toEqual([400, 'OPERATION_NOT_OFFERED']);
  });
});

describe('faults of fields', () => {
  const wrong = { code: 'a b', name: {}, kind: 'X', region: 'MA-99', province: 7, more: true };

  it.each(LANGUAGES)('are told alike at both doors, in %s, without a regular expression', async (language) => {
    const send = { headers: { 'accept-language': language } };
    const { body } = await admin.post('/v1/academies', { ...wrong, kind: 'ISTA' }, send);
    expect(body).toMatchObject({ code: 'INVALID_INPUT', status: 422 });
    const said = Object.fromEntries(
      body.errors.map((one: { path: string; message: string }) => [one.path, one.message]),
    );
    const region = CATALOGUE.faults['a region from MA-01 to MA-12'];
    expect(said.region).toBe(language === 'en' ? 'a region from MA-01 to MA-12' : region[language]);
    expect(JSON.stringify(body)).not.toMatch(/\^|\$|\\d|a b/);
    const arabic = body.errors.filter((one: { message: string }) => /\p{Script=Arabic}/u.test(one.message));
    expect(arabic).toHaveLength(language === 'ar' ? body.errors.length : 0);
    const query = 'mutation ($input: RegisterAcademyInput!) { registerAcademy(input: $input) { id } }';
    const input = {
      code: 'A-1',
      name: { fr: 'Nom', ar: 'اسم' },
      kind: 'ISTA',
      region: 'MA-99',
      province: '06.141',
      city: 'Taza',
    };
    const { body: answer } = await admin.graphql(query, { input }, send);
    const ofRegion = answer.errors[0].extensions.errors.find(({ path }: { path: string }) => path === 'region');
    expect(ofRegion.message).toBe(said.region);
  });
});

describe('a file', () => {
  it.each(LANGUAGES)('that is empty is refused in words, in %s', async (language) => {
    const headers = { 'content-type': 'text/csv', 'accept-language': language };
    const { status, body } = await admin.post('/v1/imports?kind=konosys', '', { headers });
    expect([status, body.title]).toEqual([422, CATALOGUE.refusals.FILE_IS_EMPTY![language][0]]);
  });
});
