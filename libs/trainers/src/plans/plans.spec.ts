import { afterAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { course, exam, DOCUMENT, planning } from '../testing/planning.js';

const { academyId, region, tokens, admin, told, run, trainer, agreedOn, plan, planOf, complete, said, counted, close } =
  await planning();
afterAll(close);

describe('a plan', () => {
  it('is completed by a pass and a completed course, on the day of the last of them', async () => {
    const id = await trainer('proven');
    const before = await counted();
    expect((await plan(id, course, exam)).body).toMatchObject({ state: 'planned', proven: false });
    await agreedOn(id, '2026-10-01');
    const enrolmentId = await told.enrolment(id, 'WORD-1', '2026-10-20');
    expect(await planOf(id)).toMatchObject({ state: 'in-progress', completedOn: null });
    const registrationId = await told.result(id, 'MO-200', '2026-11-20');
    const done = { state: 'completed', completedOn: '2026-11-20', proven: true };
    expect(await planOf(id)).toMatchObject({
      ...done,
      items: [
        { completedOn: '2026-10-20', evidence: { kind: 'course-completed', ref: enrolmentId, recordedBy: null } },
        { completedOn: '2026-11-20', evidence: { kind: 'exam-passed', ref: registrationId } },
      ],
    });
    expect(await said(id)).toEqual(['completed', '2026-11-20', true]);
    expect(await counted()).toBe(before + 1);
    const { body } = await admin.graphql(
      `{ trainer(id: "${id}") { upskilling upskillingPlan { proven items { evidence { kind ref } } } } }`,
    );
    expect(body.data.trainer).toMatchObject({ upskilling: 'COMPLETED', upskillingPlan: { proven: true } });
  });

  it('counts for nobody whom an academy alone states, until others confirm the person', async () => {
    const id = await trainer('stated');
    const before = await counted();
    await run(sql`update person_copy set confirmed = false where subject = ${id}`);
    await plan(id, exam);
    await agreedOn(id, '2026-10-01');
    await told.result(id, 'MO-200', '2026-11-20');
    expect([(await planOf(id)).proven, await counted()]).toEqual([true, before]);
    await told.person(id, 'active');
    expect(await counted()).toBe(before + 1);
  });

  it('is completed by nothing else: not by a seat, a failure, another exam, somebody else, or what came before the convention', async () => {
    const [id, other] = [await trainer('unproven'), await trainer('other')];
    await plan(id, exam);
    await told.result(id, 'MO-200', '2026-11-20', 'booked');
    await told.result(id, 'MO-200', '2026-11-20', 'failed');
    await told.result(id, 'MO-201', '2026-11-20');
    await told.result(other, 'MO-200', '2026-11-20');
    expect(await planOf(id)).toMatchObject({ state: 'planned', items: [{ completedOn: null, evidence: null }] });
    await told.result(id, 'MO-200', '2026-08-31');
    expect(await planOf(id)).toMatchObject({ state: 'planned' });
    await told.result(id, 'MO-200', '2026-09-01');
    expect(await planOf(id)).toMatchObject({ state: 'completed', completedOn: '2026-09-01' });
  });

  it('is not completed by a course that is made up for trials, though it was planned before such were refused', async () => {
    const id = await trainer('trying');
    await plan(id, course);
    await run(sql`update plan_item set ref = 'SYN-0001' where trainer_id = ${id}`);
    await told.enrolment(id, 'SYN-0001', '2026-10-20');
    expect(await planOf(id)).toMatchObject({ state: 'planned', items: [{ evidence: null }] });
  });

  it('is not completed by a course whose completion was told by who agreed the item, and tells who told it', async () => {
    const id = await trainer('agreed and taught by one');
    await told.enrolment(id, 'WORD-1', '2026-11-23', 'test:programme-admin');
    expect((await plan(id, course)).body).toMatchObject({ state: 'planned', items: [{ evidence: null }] });
    await told.enrolment(id, 'WORD-1', '2026-11-23', 'test:programme-admin');
    expect(await planOf(id)).toMatchObject({ state: 'planned', items: [{ evidence: null }] });
    await told.enrolment(id, 'WORD-1', '2026-11-23', 'the teacher');
    const evidence = { kind: 'course-completed', recordedBy: 'the teacher' };
    expect(await planOf(id)).toMatchObject({ state: 'completed', items: [{ evidence }] });
  });

  it('is not completed by a course whose hours nobody else bore out, nor by its own teacher, and no more once that is taken back', async () => {
    const id = await trainer('borne out');
    await plan(id, course);
    await agreedOn(id, '2026-09-01');
    const before = await counted();
    const learns = (about: object) => told.enrolment(id, 'WORD-1', '2026-10-20', 'the recorder', about);
    for (const about of [{ borneOut: false }, { borneOut: true, trainerId: id }]) {
      await learns(about);
      expect([(await planOf(id)).state, await counted()]).toEqual(['planned', before]);
    }
    await learns({ borneOut: true, trainerId: crypto.randomUUID() });
    expect([(await planOf(id)).proven, await counted()]).toEqual([true, before + 1]);
    await learns({ borneOut: false });
    expect([(await planOf(id)).state, await counted()]).toEqual(['planned', before]);
  });

  it('is not completed by hours that rest on the word of who agreed the item', async () => {
    const id = await trainer('agreed and confirmed by one');
    await plan(id, course);
    const learns = (confirmedBy: string[]) =>
      told.enrolment(id, 'WORD-1', '2026-11-23', 'the teacher', { borneOut: true, confirmedBy });
    await learns(['another', 'test:programme-admin']);
    expect(await planOf(id)).toMatchObject({ state: 'planned', items: [{ evidence: null }] });
    await learns(['another']);
    expect(await planOf(id)).toMatchObject({ state: 'completed', proven: true });
  });

  it('is not proven by what was met before it was agreed, on the same day too, whenever that is told', async () => {
    const before = await counted();
    const [taught, examined] = [await trainer('taught before'), await trainer('examined before')];
    await plan(taught, course);
    await plan(examined, exam);
    const learns = (reachedAt: string) =>
      told.enrolment(taught, 'WORD-1', '2026-11-23', 'the teacher', { borneOut: true, reachedAt });
    for (const reachedAt of ['2026-10-20T10:00:00Z', '2026-11-23T08:59:00Z']) {
      await learns(reachedAt);
      expect(await planOf(taught)).toMatchObject({ state: 'completed', proven: false });
    }
    await told.result(examined, 'MO-200', '2026-11-23', 'passed', '08:30');
    const items = [{ completedOn: '2026-11-23', countsFrom: '2026-11-24' }];
    expect(await planOf(examined)).toMatchObject({ state: 'completed', proven: false, items });
    expect(await counted()).toBe(before);
  });

  it('is completed at once by what was passed already, and no more when the result is corrected', async () => {
    const id = await trainer('corrected');
    await told.result(id, 'MO-200', '2026-10-01');
    expect((await plan(id, exam)).body).toMatchObject({ state: 'completed', completedOn: '2026-10-01' });
    await told.result(id, 'MO-200', '2026-10-01', 'failed');
    expect(await planOf(id)).toMatchObject({ state: 'planned', completedOn: null, proven: false });
    expect(await said(id)).toEqual(['planned', null, false]);
  });

  it('tells of evidence once, whatever is told again', async () => {
    const id = await trainer('told again');
    await plan(id, exam, course);
    await told.result(id, 'MO-200', '2026-10-01');
    const { version } = (await admin.get(`/v1/trainers/${id}`)).body;
    await told.result(id, 'MO-200', '2026-10-01');
    await told.enrolment(id, 'EXCEL-1', '2026-10-01');
    expect((await admin.get(`/v1/trainers/${id}`)).body.version).toBe(version);
  });

  it('asks for exams and courses that there are, once each, by a day that is not over', async () => {
    const id = await trainer('gaming');
    const refused = await plan(
      id,
      { kind: 'exam', ref: 'ZZ-999', dueOn: '2020-01-01' },
      { kind: 'course', ref: 'NO-SUCH', dueOn: '2027-01-01' },
      { kind: 'course', ref: 'SYN-0001', dueOn: '2027-01-01' },
      { kind: 'course', ref: 'FAX-1', dueOn: '2026-11-22' },
      exam,
      exam,
    );
    expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
    expect(refused.body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)).toEqual([
      'items.0.ref unknown',
      'items.0.dueOn in_the_past',
      'items.1.ref unknown',
      'items.2.ref made_up',
      'items.3.ref unknown',
      'items.3.dueOn in_the_past',
      'items.4.ref repeated',
    ]);
    expect(refused.body.errors[3]).toMatchObject({ message: 'made up for trials: it proves nothing' });
    const input = { trainerId: id, items: [exam, exam].map((item) => ({ ...item, kind: 'EXAM' })) };
    const { errors } = (
      await admin.graphql('mutation ($input: PlanUpskillingInput!) { planUpskilling(input: $input) { state } }', {
        input,
      })
    ).body;
    expect(errors[0].extensions).toMatchObject({
      code: 'INVALID_INPUT',
      errors: [{ path: 'items.0.ref', code: 'repeated' }],
    });
    expect(await planOf(id)).toMatchObject({ state: 'none', items: [] });
  });

  it('has exams by their codes in whatever case, once', async () => {
    const id = await trainer('in small letters');
    expect((await plan(id, { ...exam, ref: 'mo-200' })).body.items).toMatchObject([{ ref: 'MO-200' }]);
    const twice = await plan(id, exam, { ...exam, ref: 'mo-200' });
    expect(twice.body.errors).toMatchObject([{ path: 'items.0.ref', code: 'repeated' }]);
  });

  it('asks for an exam from when the catalogue tells of it, and until it is retired', async () => {
    const id = await trainer('of the catalogue');
    const one = (ref: string, dueOn = '2027-06-01') => ({ kind: 'exam', ref, dueOn });
    const refusalOf = async (...items: object[]) =>
      (await plan(id, ...items)).body.errors?.map(
        ({ path, code }: { path: string; code: string }) => `${path} ${code}`,
      );
    expect(await refusalOf(one('XA-400'))).toEqual(['items.0.ref unknown']);
    await told.exam('XA-400', { releasedOn: '2027-03-01', retiredOn: '2027-04-30' });
    expect(await refusalOf(one('XA-400', '2027-02-28'))).toEqual(['items.0.dueOn too_early']);
    await told.exam('XA-401', { retiredOn: '2026-11-22' });
    await told.exam('XA-402', { goneBy: '2026-11-23' });
    await told.exam('XA-403', { retiredOn: '2026-11-23' });
    await told.exam('XA-404', { goneBy: '2026-11-24' });
    expect(await refusalOf(one('XA-401'), one('XA-402'), one('XA-403'), one('XA-404'))).toEqual([
      'items.0.ref retired',
      'items.1.ref retired',
    ]);
    expect((await plan(id, one('XA-400'), one('XA-403'))).status).toBe(200);
    await told.exam('XA-403', { retiredOn: '2026-11-01' });
    expect((await plan(id, one('XA-400'), one('XA-403', '2027-07-01'))).status).toBe(200);
  });

  it('keeps the day on which an item was due, though it is over by now', async () => {
    const id = await trainer('late');
    await plan(id, exam);
    await run(sql`update plan_item set due_on = '2026-10-01' where trainer_id = ${id}`);
    expect((await plan(id, { ...exam, dueOn: '2026-10-01' }, course)).status).toBe(200);
    expect((await plan(id, { ...exam, dueOn: '2026-10-02' }, course)).status).toBe(422);
  });
});

describe('what was agreed', () => {
  const director = async (subject = 'the director') =>
    admin.as(await tokens.of({ role: 'regional-director', regions: [region], subject }));
  const manager = async () => admin.as(await tokens.of({ role: 'academy-manager', academies: [academyId] }));
  const withdraw = (id: string, itemId: string, by: typeof admin, reason = 'the exam was retired by its vendor') =>
    by.post(`/v1/trainers/${id}/upskilling-plan/items/${itemId}/withdraw`, { reason });
  const agreed = async (name: string, by: typeof admin) => {
    const id = await trainer(name);
    const asked = { items: [course, exam] };
    const { body } = await by.put(`/v1/trainers/${id}/upskilling-plan`, asked);
    return { id, learning: body.items[0].id, passing: body.items[1].id };
  };

  it('is not left out of a plan that is written anew, at any door', async () => {
    const { id, passing } = await agreed('leaving out', await manager());
    await told.enrolment(id, 'WORD-1', '2026-11-23');
    const left = { code: 'PLAN_ITEMS_ARE_AGREED', items: [{ id: passing, kind: 'exam', ref: 'MO-200' }] };
    for (const by of [await manager(), await director(), admin])
      expect(await by.put(`/v1/trainers/${id}/upskilling-plan`, { items: [course] })).toMatchObject({
        status: 409,
        body: left,
      });
    const input = { trainerId: id, items: [{ ...course, kind: 'COURSE' }] };
    const { body } = await admin.graphql(
      'mutation ($input: PlanUpskillingInput!) { planUpskilling(input: $input) { state } }',
      { input },
    );
    expect(body.errors[0].extensions).toMatchObject(left);
    expect((await planOf(id)).items).toHaveLength(2);
    expect(await said(id)).toEqual(['in-progress', null, false]);
  });

  it('keeps its id, who agreed it and when, whatever is added', async () => {
    const { id, learning } = await agreed('adding', await manager());
    const { body } = await plan(id, { ...course, dueOn: '2027-02-01' }, exam, { ...course, ref: 'EXCEL-1' });
    expect(body.items.find((one: { id: string }) => one.id === learning)).toMatchObject({
      ...{ dueOn: '2027-02-01', agreedBy: 'test:academy-manager', agreedAt: '2026-11-23T09:00:00.000Z' },
      countsFrom: '2026-11-23',
    });
  });

  it('is withdrawn with a reason, by the programme or the region and never by who agreed it', async () => {
    const { id, passing } = await agreed('withdrawn', await director());
    expect(await withdraw(id, passing, await director())).toMatchObject({
      status: 403,
      body: { code: 'PLAN_ITEM_IS_YOUR_OWN' },
    });
    for (const role of ['academy-manager', 'trainer', 'integrator', 'auditor', 'candidate'] as const) {
      const by = admin.as(await tokens.of({ role, academies: [academyId], personId: id, scopes: ['*'] }));
      expect((await withdraw(id, passing, by)).status).toBe(403);
      const { body } = await by.graphql(
        'mutation ($input: WithdrawPlanItemInput!) { withdrawPlanItem(input: $input) { state } }',
        { input: { trainerId: id, itemId: passing, reason: 'no longer needed here' } },
      );
      expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
    }
    const itself = admin.as(await tokens.of({ role: 'programme-admin', personId: id, subject: 'itself' }));
    expect((await withdraw(id, passing, itself)).status).toBe(403);
    expect((await withdraw(id, passing, admin, '.')).body.errors).toMatchObject([{ path: 'reason' }]);
    const gone = await withdraw(id, passing, await director('another'));
    expect(gone.body).toMatchObject({
      state: 'planned',
      items: [{ ref: 'WORD-1' }],
      withdrawn: [{ id: passing, agreedBy: 'the director', withdrawnBy: 'another', reason: expect.any(String) }],
    });
    expect(await withdraw(id, passing, admin)).toMatchObject({
      status: 409,
      body: { code: 'PLAN_ITEM_IS_WITHDRAWN', withdrawnAt: gone.body.withdrawn[0].withdrawnAt },
    });
    await expect(
      run(sql`update plan_item_withdrawn set withdrawn_by = agreed_by where id = ${passing}`),
    ).rejects.toThrow(/plan_item_withdrawn_four_eyes/);
    expect((await planOf(id)).withdrawn).toHaveLength(1);
  });

  it('is not withdrawn once it is met, and is found no more of a stranger', async () => {
    const { id, learning } = await agreed('met', await manager());
    await told.enrolment(id, 'WORD-1', '2026-11-23');
    expect(await withdraw(id, learning, admin)).toMatchObject({
      status: 409,
      body: { code: 'PLAN_ITEM_IS_COMPLETED', completedOn: '2026-11-23' },
    });
    const elsewhere = admin.as(await tokens.of({ role: 'regional-director', regions: ['MA-01'] }));
    expect((await withdraw(id, learning, elsewhere)).status).toBe(404);
  });

  it('counts where something was met after it, and not where all of it was met already', async () => {
    const before = await counted();
    const id = await trainer('met already');
    await told.result(id, 'MO-200', '2026-11-23', 'passed', '08:30');
    await told.enrolment(id, 'WORD-1', '2026-10-20');
    expect((await plan(id, exam, course)).body).toMatchObject({ state: 'completed', proven: false });
    expect(await said(id)).toEqual(['completed', '2026-11-23', false]);
    expect(await counted()).toBe(before);
    await plan(id, exam, course, { ...course, ref: 'EXCEL-1' });
    await told.enrolment(id, 'EXCEL-1', '2026-11-23');
    expect(await planOf(id)).toMatchObject({ state: 'completed', proven: true });
    expect(await said(id)).toEqual(['completed', '2026-11-23', true]);
    expect(await counted()).toBe(before + 1);
  });

  it('does not count by what is learnt of it later of a day before', async () => {
    const id = await trainer('told late');
    await plan(id, exam);
    await told.result(id, 'MO-200', '2026-11-22');
    expect(await planOf(id)).toMatchObject({ state: 'completed', completedOn: '2026-11-22', proven: false });
  });

  it('completes no plan by one word: neither a document and then the rest withdrawn, nor the other way round', async () => {
    const [one, other] = [await agreed('by one word', admin), await agreed('by one word again', admin)];
    const own = { status: 403, body: { code: 'PLAN_NEEDS_ANOTHER' } };
    const by = await director();
    const second = await director('another');
    expect((await complete(one.id, one.learning, DOCUMENT, by)).status).toBe(200);
    expect(await withdraw(one.id, one.passing, by)).toMatchObject(own);
    const mutation = 'mutation ($input: WithdrawPlanItemInput!) { withdrawPlanItem(input: $input) { state } }';
    const input = { trainerId: one.id, itemId: one.passing, reason: 'the exam was retired' };
    expect((await by.graphql(mutation, { input })).body.errors[0].extensions.code).toBe('PLAN_NEEDS_ANOTHER');
    expect((await withdraw(one.id, one.passing, second)).body.state).toBe('completed');
    expect((await withdraw(other.id, other.passing, by)).status).toBe(200);
    expect(await complete(other.id, other.learning, DOCUMENT, by)).toMatchObject(own);
    expect((await complete(other.id, other.learning, DOCUMENT, second)).body.state).toBe('completed');
  });

  it('is withdrawn once, also when two ask at once', async () => {
    const { id, learning, passing } = await agreed('raced', await manager());
    const by = [admin, await director()];
    const answers = await Promise.all(by.map((one) => withdraw(id, learning, one)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    await withdraw(id, passing, admin);
    expect(await planOf(id)).toMatchObject({ state: 'none', items: [], withdrawn: [{}, {}] });
    expect(await said(id)).toEqual(['none', null, false]);
  });
});
