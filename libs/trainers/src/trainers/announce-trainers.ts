import { trainer } from '@takwin/contracts/events/trainers';
import type { TypeOf } from '@takwin/contracts/published';
import { legalDayOf } from '@takwin/platform/clock';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { IS_PROVEN } from '../plans/read-proven.js';
import { proctorsUntil } from '../qualifications/qualification.js';
import { selectTrainers } from './read-trainers.js';
import type { TrainerView } from './trainer.js';

/** Publishes the whole state of the trainers, which the transaction has changed and versioned, and returns them in no order. */
export async function announce(tx: Tx, type: TypeOf<typeof trainer>, ids: readonly string[]): Promise<TrainerView[]> {
  const rows = await selectTrainers(tx, sql`t.id = any(${ids}::uuid[])`);
  const plans = await tx.query<{ id: string; completedOn: string | null; proven: boolean; disproved: boolean }>(sql`
    select id, upskilling_completed_on::text as "completedOn", ${IS_PROVEN} as proven, upskilling_disproved as disproved
    from trainer t where id = any(${ids}::uuid[])`);
  const planOf = new Map(plans.map((plan) => [plan.id, plan]));
  await append(
    tx,
    trainer,
    type,
    rows.map(({ id, version, academyId, region, state, leftOn, topics, qualifications, mayProctor, upskilling }) => ({
      id,
      version,
      state: {
        academyId,
        region,
        state,
        leftOn,
        topics,
        qualifications: qualifications.flatMap(({ topic, obtainedOn, expiresOn, confirmed }) =>
          topic === null ? [] : [{ topic, obtainedOn, expiresOn, confirmed }],
        ),
        mayProctor,
        mayProctorUntil: proctorsUntil(
          qualifications.filter(({ kind }) => kind === 'proctor'),
          legalDayOf(tx.at),
          leftOn,
        ),
        upskilling,
        upskillingCompletedOn: planOf.get(id)!.completedOn,
        upskillingProven: planOf.get(id)!.proven,
        upskillingDisproved: planOf.get(id)!.disproved,
      },
    })),
  );
  return rows;
}
