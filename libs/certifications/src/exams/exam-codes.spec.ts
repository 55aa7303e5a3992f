import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());

describe('the code of an exam', () => {
  it('is one in whatever case, in a path, a body, a query and the graph, and is told in capital letters', async () => {
    const about = { title: 'Cased', family: 'mos', minutes: 50, source: 'V' };
    const added = await house.admin.post('/v1/exams', { ...about, code: 'xl-100' });
    expect(added).toMatchObject({ status: 201, body: { code: 'XL-100' } });
    expect((await house.admin.post('/v1/exams', { ...about, code: 'Xl-100' })).body.code).toBe('EXAM_EXISTS');
    expect((await house.admin.get('/v1/exams/xl-100')).body.code).toBe('XL-100');
    expect((await house.admin.patch('/v1/exams/xl-100', { minutes: 55, source: 'V' })).body.code).toBe('XL-100');
    const counting = (code: string) => house.admin.get(`/v1/catalogued-certifications?examCode=${code}`);
    expect((await counting('mo-200')).body).toEqual((await counting('MO-200')).body);
    const { body } = await house.admin.graphql('{ exam(code: "az-900") { code } }');
    expect(body.data.exam).toEqual({ code: 'AZ-900' });
    for (const code of ['az900', 'ａz-900', 'az-9ſ0'])
      expect((await house.admin.get(`/v1/exams/${encodeURIComponent(code)}`)).body.code).toBe('INVALID_INPUT');
  });

  it('is so where seats are offered, booked and planned', async () => {
    const { id } = await house.sitting({ examCodes: ['mo-200', 'MO-200', 'Mo-201'] });
    const listed = (await house.admin.get('/v1/sittings?examCode=mo-201')).body.items;
    expect(listed).toMatchObject([{ id, examCodes: ['MO-200', 'MO-201'] }]);
    const personId = await house.person('in small letters');
    const { body } = await house.book(personId, id, { examCode: 'mo-200' });
    expect(body).toMatchObject({ state: 'booked', examCode: 'MO-200' });
    const campaign = await house.admin.post('/v1/campaigns', {
      ...{ persons: [await house.person('planned')], examCodes: ['mo-200', 'MO-200'], dryRun: true },
      ...{ earliest: house.inDays(1), latest: house.inDays(9) },
    });
    expect(campaign.body).toMatchObject({ examCodes: ['MO-200'] });
  });

  it('is so in the ids of what exams count for', async () => {
    const path = '/v1/catalogued-certifications/';
    expect((await house.admin.get(`${path}exam.AZ-305`)).body.id).toBe('exam.az-305');
    expect((await house.admin.get('/achievements/passed.AZ-900')).status).toBe(200);
    expect((await house.admin.get('/v1/credentials?certification=exam.AZ-305')).body.items).toEqual([]);
  });
});
