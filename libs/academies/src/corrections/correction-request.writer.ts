import { refusing, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { Name } from '../persons/person.js';
import { CorrectionIsAsked, CorrectionRequestIsDecided, type CorrectionRequestView } from './correction-request.js';
import { correctionRequestLife as life } from './correction-request.life.js';
import { CORRECTION_REQUESTS, selectCorrectionRequests } from './correction-request.rows.js';

type Asked = {
  name?: Name;
  birthDate?: string;
  matricule?: string;
  cinSealed?: Buffer;
  reason: string;
  document?: string;
};

/** Writes down what a person asks for. Refuses CORRECTION_IS_ASKED. */
export async function askCorrection(tx: Tx, personId: string, asked: Asked): Promise<CorrectionRequestView> {
  const { name, birthDate = null, matricule = null, cinSealed = null, reason, document = null } = asked;
  // Also under a record that became the person's: the index knows one record alone.
  const open = await tx.one(sql`select r.id from ${CORRECTION_REQUESTS} where p.id = ${personId} and r.state = 'open'`);
  if (open) throw new CorrectionIsAsked();
  const made = await refusing(
    tx.one<{ id: string }>(sql`
      insert into correction_request(person_id, name, birth_date, matricule, cin_sealed, reason, document, asked_by, asked_at, state)
      values (${personId}, ${name ? JSON.stringify(name) : null}::jsonb, ${birthDate}::date, ${matricule}, ${cinSealed}::bytea,
        ${reason}, ${document}, ${tx.actor.subject}, ${tx.at}, ${life.transitions.ask.to}) returning id`),
    { correction_request_open: () => new CorrectionIsAsked() },
  );
  return (await selectCorrectionRequests(tx, sql`r.id = ${made!.id}`))[0]!;
}

/** Decides a request. Refuses CORRECTION_REQUEST_IS_DECIDED. */
export async function decideCorrection(
  tx: Tx,
  id: string,
  step: 'accept' | 'refuse',
  answer: string | null,
): Promise<CorrectionRequestView> {
  const decided = await tx.one(sql`
    update correction_request set state = ${life.transitions[step].to}, answer = ${answer}, decided_by = ${tx.actor.subject},
      decided_at = ${tx.at}, version = version + 1
    where id = ${id} and state = any(${life.from(step)}) returning id`);
  if (!decided) throw new CorrectionRequestIsDecided();
  return (await selectCorrectionRequests(tx, sql`r.id = ${id}`))[0]!;
}

/** What a person is told whose two records, each with an open request, are one from now on. */
const ANOTHER_IS_OPEN =
  'Vos deux dossiers n’en font plus qu’un, et votre demande antérieure est encore ouverte : renouvelez celle-ci ensuite.' +
  ' / أصبح ملفاك ملفا واحدا وطلبك السابق ما زال مفتوحا: أعد هذا الطلب بعد البت فيه.';

/** Leaves of the open requests of a person the first, and refuses the other, which the merge of another record brought, with words. */
export const leaveOneRequest = (tx: Tx, personId: string): Promise<unknown> =>
  tx.query(sql`
    update correction_request set state = ${life.transitions.refuse.to}, answer = ${ANOTHER_IS_OPEN}, decided_by = ${tx.actor.subject},
      decided_at = ${tx.at}, version = version + 1
    where id in (
      select r.id from ${CORRECTION_REQUESTS} where p.id = ${personId} and r.state = any(${life.from('refuse')})
      order by r.asked_at, r.id offset 1)`);
