import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());

type Listed = { code: string; releasedOn: string | null; retiredOn: string | null; goneBy: string | null };
async function listed(asked: Record<string, string>): Promise<Listed[]> {
  const found: Listed[] = [];
  for (let after = ''; ;) {
    const query = new URLSearchParams({ ...asked, first: '100', ...(after && { after }) });
    const { body } = await house.admin.get(`/v1/exams?${query}`);
    found.push(...body.items);
    if (!body.nextCursor) return found;
    after = body.nextCursor;
  }
}
const codes = async (asked: Record<string, string>) => (await listed(asked)).map(({ code }) => code);

describe('the list of exams', () => {
  it('has those that can be sat on a day, up to the last and from the first', async () => {
    expect(await codes({ offeredOn: '2026-11-23' })).toHaveLength(69);
    const has = async (code: string, offeredOn: string) => (await codes({ q: code, offeredOn })).includes(code);
    expect([await has('AI-900', '2026-06-30'), await has('AI-900', '2026-07-01')]).toEqual([true, false]);
    expect([await has('AB-400', '2026-10-15'), await has('AB-400', '2026-10-16')]).toEqual([false, true]);
    expect([await has('DA-100', '2026-10-04'), await has('DA-100', '2026-10-05')]).toEqual([true, false]);
  });

  it('has those that are retired by today, or the others, and all of them together', async () => {
    const today = '2026-11-23';
    const [gone, others] = [await listed({ retired: 'true' }), await listed({ retired: 'false' })];
    expect(gone.every(({ retiredOn, goneBy }) => (retiredOn ? retiredOn < today : goneBy! <= today))).toBe(true);
    expect(others.every(({ retiredOn, goneBy }) => (retiredOn ? retiredOn >= today : !goneBy))).toBe(true);
    expect(gone.length + others.length).toBe(222);
    expect(gone.length).toBeGreaterThan(100);
  });

  it('has those of words in the code or the title, of a certification, and what all filters let through', async () => {
    expect(await codes({ q: 'EXCEL 2019' })).toEqual(['MO-200', 'MO-201']);
    expect(await codes({ q: 'mo-2' })).toEqual(['MO-200', 'MO-201', 'MO-210', 'MO-211', 'MO-220', 'MO-230']);
    expect(await codes({ q: '%' })).toEqual([]);
    expect(await codes({ certification: 'exam.ai-901' })).toEqual(['AI-900', 'AI-901']);
    expect(await codes({ certification: 'EXAM.AI-901', retired: 'false' })).toEqual(['AI-901']);
    expect(await codes({ certification: 'certification.none' })).toEqual([]);
    expect(await codes({ q: 'excel', family: 'mos', offeredOn: '2026-11-23' })).toContain('MO-200');
  });

  it('is asked for so in the graph, and refuses what is no day or no answer', async () => {
    const asked = `{ exams(q: "fundamentals", certification: "exam.ai-901", offeredOn: "2026-11-23", retired: false) {
      totalCount edges { node { code } } } }`;
    const { body } = await house.admin.graphql(asked);
    expect(body.data.exams).toEqual({ totalCount: 1, edges: [{ node: { code: 'AI-901' } }] });
    for (const wrong of ['offeredOn=2026-02-30', 'retired=maybe', 'vendor=microsoft'])
      expect((await house.admin.get(`/v1/exams?${wrong}`)).body.code).toBe('INVALID_INPUT');
  });
});
