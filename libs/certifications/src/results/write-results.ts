import { type Tx, within } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { claimPersons } from './claim-persons.js';
import { CODES, outcomeOf, type ResultOutcome } from './result.js';
import { achieve } from '../credentials/award-achievements.js';
import { spend } from '../vouchers/voucher.writer.js';
import type { RegistrationState } from '../booking/registration.js';
import { recordResults, type Result } from '../booking/registration.writer.js';

export type NewResult = { registrationId: string; startedAt: Date; score: number };
type SatRegistration = { id: string; state: RegistrationState; score: number | null; pass_mark: number };

/**
 * Records results within what the actor may see: an outcome per result in the order given, and the credentials that are to be
 * signed for what they earned. What contradicts a recorded result is kept as a conflict.
 */
export async function writeResults(
  tx: Tx,
  results: readonly NewResult[],
  source: string,
): Promise<{ outcomes: ResultOutcome[]; credentials: string[] }> {
  const ids = results.map(({ registrationId }) => registrationId);
  await claimPersons(tx, ids);
  const known = await lock(tx, ids);
  const decided = new Map<string, NewResult & { outcome: ResultOutcome['outcome'] }>();
  const outcomes = results.map((result) => {
    const { registrationId, score } = result;
    const before = decided.get(registrationId);
    const outcome = before
      ? before.score === score
        ? ('known' as const)
        : ('conflict' as const)
      : outcomeOf(known.get(registrationId), score);
    if (!before) decided.set(registrationId, { ...result, outcome });
    return { registrationId, outcome, code: CODES[outcome] };
  });
  await keepConflicts(
    tx,
    results.filter((_, index) => outcomes[index]!.outcome === 'conflict'),
    source,
  );
  const made = [...decided.values()].filter(isMade);
  const passed = await recordResults(tx, made, source);
  await spend(
    tx,
    made.map(({ registrationId }) => registrationId),
    'used',
  );
  const credentials = await achieve(tx, [...new Set(passed.map(({ personId }) => personId))]);
  return { outcomes, credentials };
}

const isMade = (one: { outcome: ResultOutcome['outcome'] } & NewResult): one is Result =>
  one.outcome === 'passed' || one.outcome === 'failed';

async function lock(tx: Tx, ids: readonly string[]): Promise<Map<string, SatRegistration>> {
  const mine = within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id` });
  const rows = await tx.query<SatRegistration>(sql`
    select r.id, r.state, r.score, e.pass_mark from registration r join exam e on e.code = r.exam_code
    where r.id = any(${ids}::uuid[]) and ${mine} order by r.id for update of r`);
  return new Map(rows.map((row) => [row.id, row]));
}

const keepConflicts = (tx: Tx, conflicts: readonly NewResult[], source: string) =>
  tx.query(sql`
    insert into result_conflict(registration_id, score, started_at, source, received_at, received_by)
    select "registrationId", score, "startedAt", ${source}, ${tx.at}, ${tx.actor.subject}
    from jsonb_to_recordset(${JSON.stringify(conflicts)}::jsonb)
      as c("registrationId" uuid, score int, "startedAt" timestamptz)
    on conflict do nothing`);
