import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { achieve } from '../credentials/award-achievements.js';
import { moveCertifications } from '../credentials/certification.writer.js';
import { moveCredentials } from '../credentials/credential.writer.js';
import { countAlone, countNoMore, forgetTwins, ownCertification } from './catalogue.writer.js';
import { exams } from './reference/exams.js';

const AT_ONCE = 1_000;

/**
 * Parts exams that a release before had count with another one for their titles alone: those that the programme added, and that do not
 * ship. What persons hold goes to the certification of the exam that they passed first, with its credentials as they were signed; who
 * passed both holds both.
 */
export async function partNamesakes(tx: Tx): Promise<void> {
  const shipped = exams().map(({ code }) => code);
  await forgetTwins(tx, shipped);
  const joined = await tx.query<{ code: string; title: string; from: string }>(sql`
    select e.code, e.title, c.id as "from" from exam e join requirement r on r.exam_code = e.code
    join certification c on c.id = r.certification_id and c.basis = 'exam' and c.id <> 'exam.' || lower(e.code)
    where e.corrected_by is not null and e.code <> all(${shipped}::text[]) order by e.code for no key update of e`);
  if (joined.length === 0) return;
  for (const { code, title } of joined) await countAlone(tx, code, title);
  const moves = joined.map(({ code, from }) => ({ code, from, to: ownCertification(code) }));
  await moveCredentials(tx, await moveCertifications(tx, moves));
  for (const { code, from } of moves) await countNoMore(tx, code, from);
  const passed = await tx.query<{ id: string }>(sql`
    select distinct person_id as id from registration
    where state = 'passed' and exam_code = any(${moves.map(({ code }) => code)}::text[]) order by 1`);
  for (let at = 0; at < passed.length; at += AT_ONCE)
    await achieve(
      tx,
      passed.slice(at, at + AT_ONCE).map(({ id }) => id),
    );
}
