import { afterAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { course, exam, DOCUMENT, planning } from '../testing/planning.js';

const { academyId, tokens, admin, director, trainer, agreedOn, plan, planOf, complete, counted, close } =
  await planning();
afterAll(close);

describe('a document', () => {
  it('completes a course, by the programme or the region, with who and when', async () => {
    const id = await trainer('documented');
    const { items } = (await plan(id, course)).body;
    await agreedOn(id, '2026-11-01');
    expect((await complete(id, items[0].id, {}, director)).body.errors).toMatchObject([
      { path: 'document', code: 'required' },
    ]);
    for (const [completedOn, code] of [
      ['2026-11-24', 'in_the_future'],
      ['2026-08-31', 'outside_convention'],
    ])
      expect((await complete(id, items[0].id, { ...DOCUMENT, completedOn })).body.errors).toMatchObject([
        { path: 'completedOn', code },
      ]);
    const done = await complete(id, items[0].id, { ...DOCUMENT, completedOn: '2026-11-10' }, director);
    expect(done.body).toMatchObject({
      ...{ state: 'completed', completedOn: '2026-11-10', proven: true },
      items: [
        {
          evidence: {
            ...{ kind: 'document', ref: DOCUMENT.document, recordedBy: 'test:regional-director' },
            recordedAt: '2026-11-23T09:00:00.000Z',
          },
        },
      ],
    });
    for (const document of ['.', '1', 'a certificate', 'https://localhost/1'])
      expect((await complete(id, items[0].id, { document }, director)).body.errors).toMatchObject([
        { path: 'document', code: 'invalid_document' },
      ]);
    const again = await complete(id, items[0].id, { document: 'another one 5' });
    const { completedOn } = done.body.items[0];
    expect(again).toMatchObject({ status: 409, body: { code: 'PLAN_ITEM_IS_COMPLETED', completedOn } });
    const unknown = await complete(id, stableId('test', 'no item'), DOCUMENT);
    expect(unknown).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('completes nothing by who agreed the item, at any door, and counts by somebody else', async () => {
    const id = await trainer('agreed and recorded by one');
    const before = await counted();
    const { items } = (await director.put(`/v1/trainers/${id}/upskilling-plan`, { items: [course] })).body;
    const own = { code: 'PLAN_ITEM_IS_YOUR_OWN' };
    expect(await complete(id, items[0].id, DOCUMENT)).toMatchObject({ status: 403, body: own });
    const MUTATION = 'mutation ($input: CompletePlanItemInput!) { completePlanItem(input: $input) { state } }';
    const input = { trainerId: id, itemId: items[0].id, ...DOCUMENT };
    const { body } = await director.graphql(MUTATION, { input });
    expect(body.errors[0].extensions).toMatchObject(own);
    expect(await planOf(id)).toMatchObject({ state: 'planned', items: [{ evidence: null }] });
    expect(await counted()).toBe(before);
    expect((await complete(id, items[0].id, DOCUMENT, admin)).body).toMatchObject({ proven: true });
    expect(await counted()).toBe(before + 1);
  });

  it('completes no exam, and nothing by the trainer, the own manager or a machine, at any door', async () => {
    const id = await trainer('own word');
    const { items } = (await plan(id, course, exam)).body;
    expect(await complete(id, items[1].id, DOCUMENT)).toMatchObject({
      status: 409,
      body: { code: 'PLAN_ITEM_NEEDS_A_PASS' },
    });
    const MUTATION = 'mutation ($input: CompletePlanItemInput!) { completePlanItem(input: $input) { state } }';
    for (const role of ['academy-manager', 'trainer', 'integrator', 'auditor', 'candidate'] as const) {
      const by = admin.as(await tokens.of({ role, academies: [academyId], personId: id, scopes: ['*'] }));
      expect((await complete(id, items[0].id, DOCUMENT, by)).status).toBe(403);
      const { body } = await by.graphql(MUTATION, { input: { trainerId: id, itemId: items[0].id, ...DOCUMENT } });
      expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
    }
    const selfMade = admin.as(await tokens.of({ role: 'programme-admin', personId: id }));
    expect((await complete(id, items[0].id, DOCUMENT, selfMade)).status).toBe(403);
    expect(await planOf(id)).toMatchObject({ state: 'planned' });
  });
});
