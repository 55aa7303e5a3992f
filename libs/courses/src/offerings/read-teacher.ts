import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { Teacher } from './teacher.js';

/** What the register of trainers tells of one; nothing where it knows nobody by this id. */
export const readTeacher = (tx: Tx, trainerId: string): Promise<Teacher | undefined> =>
  tx.one<Teacher>(sql`select active, topics, qualifications from trainer_copy where subject = ${trainerId}`);

/** The same of one whom the actor may name in that region: beyond it the programme alone sends somebody, and others are told of nobody. */
export const readNameable = (tx: Tx, trainerId: string, region: string): Promise<Teacher | undefined> =>
  tx.one<Teacher>(sql`
    select active, topics, qualifications from trainer_copy
    where subject = ${trainerId} and (${tx.actor.scope === 'programme'} or region = ${region})`);

/**
 * Holds what is known of a trainer until the transaction ends: one who leaves at that moment has left before, or is taken off what it
 * writes. Before offerings are held, as whoever follows trainers holds both.
 */
export const holdTeacher = (tx: Tx, trainerId: string) =>
  tx.query(sql`select from trainer_copy where subject = ${trainerId} for share`);
