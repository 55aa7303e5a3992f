import { systemActor } from '@takwin/platform/auth/actor';
import type { Database } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import { certifications } from '../reference/certifications.js';
import { exams } from '../reference/exams.js';

/** Loads the exams and certifications that ship with the product; what is there already stays as it is. */
export async function loadCertificationsReference(db: Database): Promise<void> {
  const all = certifications();
  const requirements = all.flatMap(({ id, requires }) =>
    requires.flatMap((codes, alternative) => codes.map((code) => ({ id, alternative, code }))),
  );
  await db.asActor(systemActor('reference'), async (tx) => {
    await tx.query(sql`
      insert into exam(code, title, family, minutes, administration_minutes, pass_mark, retake_policy, twins)
      select code, title, family, minutes, "administrationMinutes", "passMark", "retakePolicy",
        array(select jsonb_array_elements_text(twins))
      from jsonb_to_recordset(${JSON.stringify(exams())}::jsonb) as e(code text, title text, family text, minutes int,
        "administrationMinutes" int, "passMark" int, "retakePolicy" text, twins jsonb)
      on conflict do nothing`);
    await tx.query(sql`
      insert into certification(id, title, basis, unreachable)
      select id, title, basis, unreachable from jsonb_to_recordset(${JSON.stringify(all)}::jsonb)
        as c(id text, title text, basis text, unreachable text)
      on conflict do nothing`);
    await tx.query(sql`
      insert into requirement(certification_id, alternative, exam_code)
      select id, alternative, code from jsonb_to_recordset(${JSON.stringify(requirements)}::jsonb)
        as r(id text, alternative int, code text)
      on conflict do nothing`);
  });
}
