import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { IS_PROVEN } from '../plans/read-proven.js';
import type { TrainerView } from './trainer.js';

/** Selects trainers straight into their view; today decides which qualifications hold, and of who has left none does. */
export function selectTrainers(tx: Tx, where: Sql, rest: Sql = empty): Promise<TrainerView[]> {
  const day = legalDayOf(tx.at);
  return tx.query<TrainerView>(sql`
    select t.id, t.academy_id as "academyId", t.region, t.state, t.left_on::text as "leftOn", t.synthetic, t.upskilling, t.version,
      coalesce(${IS_PROVEN}, false) as "upskillingProven",
      coalesce(q.may_proctor, false) as "mayProctor", coalesce(q.topics, '{}') as topics,
      coalesce(q.held, '[]') as qualifications
    from trainer t
    left join lateral (
      select bool_or(kind = 'proctor') filter (where holds) as may_proctor,
        array_agg(distinct topic order by topic) filter (where holds and kind = 'teach') as topics,
        jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'topic', topic, 'obtainedOn', obtained_on,
          'expiresOn', expires_on, 'evidence', evidence, 'confirmed', confirmed) order by obtained_on, id) as held
      from (
        select *, t.state = 'active' and obtained_on <= ${day} and coalesce(expires_on >= ${day}, true) as holds
        from qualification where trainer_id = t.id
      ) dated
    ) q on true
    where ${where} ${rest}`);
}
