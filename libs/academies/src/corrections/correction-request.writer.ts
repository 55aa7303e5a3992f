import { refusing, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { Name } from '../persons/person.js';
import { CorrectionIsAsked, CorrectionRequestIsDecided, type CorrectionRequestView } from './correction-request.js';
import { correctionRequestLife as life } from './correction-request.life.js';
import { selectCorrectionRequests } from './correction-request.rows.js';

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
