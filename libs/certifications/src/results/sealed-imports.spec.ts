import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '@takwin/platform/auth';
import { Vault } from '@takwin/platform/vault';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { RunResultImportHandler } from './run-result-import.js';

let house: ExamEnvironment;
beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());

describe('a file of results', () => {
  it('is kept sealed with the rows that were rejected, and told to who may read them', async () => {
    const card = 'ZQ765432';
    const file = `matricule,examCode,startedAt,score\n${card},MO-200,2026-11-24T09:05:00Z,800`;
    const sent = await house.admin.post('/v1/imports?kind=results', file, { headers: { 'content-type': 'text/csv' } });
    const { id } = sent.body;
    await new RunResultImportHandler(
      house.database.db,
      { wake: async () => {} } as never,
      house.running.get(Vault),
    ).run(id);
    const { body } = await house.admin.get(`/v1/imports/${id}/rejected.csv`);
    expect(String(body)).toContain(card);
    const kept = await house.database.db.readAs(systemActor('spec'), (tx) =>
      tx.query(
        sql`select i::text, r::text from result_import i join result_import_rejected_row r on r.import_id = i.id`,
      ),
    );
    expect(kept).toHaveLength(1);
    for (const text of [card, Buffer.from(card).toString('hex')]) expect(JSON.stringify(kept)).not.toContain(text);
  });
});
