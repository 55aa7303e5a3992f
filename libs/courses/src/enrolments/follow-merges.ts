import { readEnv } from '@takwin/platform/config';
import { type Merges, movesOf, readMerges, type Tx } from '@takwin/platform/postgres';
import sql, { raw } from 'sql-template-tag';
import { CoursesEnv } from '../environment.js';
import { LearningRules } from '../learning-record/learning-rules.js';
import { mergeStatements } from '../learning-record/statement.writer.js';
import { mergeEvaluations } from '../literacy/evaluation.writer.js';
import { beginTracks, settleTracks } from '../literacy/literacy.writer.js';
import { mergeTrainers } from '../offerings/offering.writer.js';
import { announceTeacher, emptyPlaces, mergeEnrolments, passSeatsOn, withdraw } from './enrolment.writer.js';

/**
 * Gives what was learnt, taught and evaluated under a record that turned out to be of another person to that one, and back where that was
 * undone: places, statements with their hours, evaluations, and what is taught. Of two places in one offering the one that is further
 * stays, with the hours of both; the other one is given up.
 */
export async function followMerges(tx: Tx, ids?: readonly string[]): Promise<void> {
  const merges = await readMerges(tx, ids);
  const concerned = await personsOf(tx, merges);
  if (concerned.length === 0) return;
  const losing = await losersOf(tx, merges);
  const lost = sql`e.id = any(${losing}::uuid[])`;
  await tx.query(sql`
    select from offering where id in (select e.offering_id from enrolment e where ${lost}) order by id for no key update`);
  const { freed } = await withdraw(tx, lost, 'PERSON_MERGED');
  await mergeEnrolments(tx, merges);
  await passSeatsOn(tx, freed);
  for (const offeringId of await mergeTrainers(tx, merges)) await announceTeacher(tx, offeringId);
  const { LEARNING_HOURS_A_DAY, COMPLETION_SHARE } = readEnv(CoursesEnv);
  await mergeStatements(tx, merges, concerned, new LearningRules(LEARNING_HOURS_A_DAY, COMPLETION_SHARE));
  await emptyPlaces(tx, concerned);
  await beginTracks(tx, merges);
  await mergeEvaluations(tx, merges);
  await settleTracks(tx, concerned);
}

/** Those with whom something stands that is another's by now, and those others. */
async function personsOf(tx: Tx, merges: Merges): Promise<string[]> {
  const tables = [
    ['enrolment', 'person_id'],
    ['statement', 'person_id'],
    ['literacy_evaluation', 'person_id'],
    ['offering', 'trainer_id'],
  ] as const;
  const found = new Set<string>();
  for (const [table, column] of tables) {
    const { where, to } = movesOf('x', merges, column);
    const rows = await tx.query<{ from: string; to: string }>(sql`
      select distinct x.${raw(column)} as "from", ${to} as to from ${raw(table)} x where ${where}`);
    for (const one of rows) found.add(one.from).add(one.to);
  }
  return [...found].sort();
}

/** Places of those who move, or of whom they become, in an offering in which that person has a better one by then. */
async function losersOf(tx: Tx, merges: Merges): Promise<string[]> {
  const { where, to } = movesOf('e', merges);
  const lost = await tx.query<{ id: string }>(sql`
    with moving as (
      select e.id, e.offering_id, e.state, e.queued, ${to} as owner from enrolment e where ${where} and e.state <> 'withdrawn'
    ), all_of_them as (
      select * from moving
      union select own.id, own.offering_id, own.state, own.queued, own.person_id from enrolment own
        join moving m on own.person_id = m.owner and own.offering_id = m.offering_id where own.state <> 'withdrawn'
    )
    select id from (
      select id, state, row_number() over (partition by owner, offering_id
        order by (state = 'completed') desc, (state = 'enrolled') desc, queued) as place from all_of_them) ranked
    where place > 1`);
  return lost.map(({ id }) => id);
}
