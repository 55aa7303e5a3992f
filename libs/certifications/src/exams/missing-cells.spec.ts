import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { Words } from '@takwin/platform/errors';
import { Vault } from '@takwin/platform/vault';
import { RunResultImportHandler } from '../results/run-result-import.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => void (house = await examEnvironment({ words: new Words(CATALOGUE) })));
afterAll(() => house?.close());

it('a cell that is missing is told by the sentence alone, which says it', async () => {
  const file = 'code,title,family,minutes,source\nXC-110,,mos,,V\nXC-111,T,mos,3,V\n';
  const { body } = await house.admin.post('/v1/imports?kind=exam-catalogue', file, {
    headers: { 'content-type': 'text/csv' },
  });
  const queues = { wake: async () => {} } as never;
  await new RunResultImportHandler(house.database.db, queues, house.running.get(Vault)).run(body.id);
  for (const language of ['en', 'fr', 'ar'] as const) {
    const headers = { 'accept-language': language };
    const lines = String((await house.admin.get(`/v1/imports/${body.id}/rejected.csv`, { headers })).body).split(
      '\r\n',
    );
    const sentence = CATALOGUE.refusals['TOO_SMALL']![language][1];
    expect(lines[1]!.replaceAll('"', '')).toMatch(new RegExp(`,2,TOO_SMALL,title,${sentence}$`));
    expect(lines[2]!.replaceAll('"', '')).toMatch(/,3,TOO_SMALL,minutes,.* ?: .*5.*480\.$/);
  }
});
