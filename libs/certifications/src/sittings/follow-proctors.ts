import { trainer } from '@takwin/contracts/events/trainers';
import { reaction } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { examRules } from './read-exam-rules.js';
import { freeProctors } from './find-free-proctors.js';
import { changeSitting } from './sitting.writer.js';
import { shrinkSitting, withdrawSittings } from '../booking/withdraw-registrations.js';

/**
 * Finds another proctor for the sittings to come of one who has left or may no longer, or not on their day: of the academy, then of the
 * region. Where there is none, the sitting keeps as many seats as its other proctors can watch, and who has no seat then is asked
 * for anew. A version that was heeded before is not heeded again: a rebuild starts from old ones.
 */
export const followProctors = reaction(trainer, async (tx, changes) => {
  const seen = new Map(changes.map(({ id, version, state }) => [id, { id, version, state }]));
  const rows = [...seen.values()].map(({ id, version }) => ({ id, version }));
  const reassigned = await tx.query<{ id: string }>(sql`
    insert into proctor_seen as known(person_id, version)
    select id, version from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, version bigint)
    on conflict (person_id) do update set version = excluded.version where excluded.version > known.version
    returning person_id as id`);
  for (const { id } of reassigned) {
    const { state, mayProctor, mayProctorUntil } = seen.get(id)!.state;
    if (state !== 'active' || !mayProctor) await replaceProctor(tx, id, sql`true`);
    else if (mayProctorUntil) await replaceProctor(tx, id, sql`left(s.wall_time, 10) > ${mayProctorUntil}`);
  }
});

type Watched = {
  id: string;
  academy_id: string;
  region: string;
  from: Date;
  to: Date;
  others: string[];
  seats: number;
};

// In those of the sittings `s` of which that is said.
async function replaceProctor(tx: Tx, proctorId: string, which: Sql): Promise<void> {
  const watched = await tx.query<Watched>(sql`
    select s.id, s.academy_id, s.region, lower(s.during) as "from", upper(s.during) as "to", s.seats,
      array(select proctor_id from sitting_proctor o where o.sitting_id = s.id and o.proctor_id <> p.proctor_id) as others
    from sitting_proctor p join sitting s on s.id = p.sitting_id
    where p.proctor_id = ${proctorId} and s.state = 'open' and s.starts_at > ${tx.at} and ${which}
    order by s.id for no key update of s`);
  const { seatsPerProctor } = await examRules(tx);
  for (const { id, academy_id, region, others, seats, ...span } of watched) {
    const [other] = await freeProctors(tx, { academyId: academy_id, region, ...span, sittingId: id }, 1);
    const most = others.length * seatsPerProctor;
    if (other) await changeSitting(tx, id, { proctorIds: [...others, other.proctorId] });
    else if (most === 0) await withdrawSittings(tx, [id], 'PROCTOR_IS_GONE');
    else if (seats > most) await shrinkSitting(tx, id, { seats: most, proctorIds: others }, 'PROCTOR_IS_GONE');
    else await changeSitting(tx, id, { proctorIds: others });
  }
}
