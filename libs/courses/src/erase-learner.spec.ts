import { afterAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { EraseLearner } from './erase-learner.js';
import { coursesService } from './testing/courses-service.js';

const { database, close } = await coursesService();
afterAll(close);

const [PERSON, OTHER] = ['00000000-0000-4000-8000-00000000ab01', '00000000-0000-4000-8000-00000000ab02'];
const WHOM = { id: PERSON, ids: [PERSON], keepsCredentials: false };
const query = <R>(statement: Sql): Promise<R[]> =>
  database.db.asActor(actorOf('system'), (tx) => tx.query<R>(statement));

describe('a learner who is erased', () => {
  it('has no words of why a completion was taken back, in the log neither, where others keep theirs', async () => {
    const states = [PERSON, OTHER].map((id) => ({
      ...{ s: id, v: 2, d: { personId: id, hours: 30, state: 'evaluated', revokedReason: `${id} copied` } },
    }));
    for (let twice = 0; twice < 2; twice++)
      await query(sql`
        insert into event_new(subject, type, body, at)
        values ('literacy', 'LiteracyRevoked', ${JSON.stringify({ changes: states })}::jsonb, now())`);
    for (const id of [PERSON, OTHER]) {
      await query(sql`
        insert into literacy(person_id, academy_id, region, hours, state) values (${id}, ${OTHER}, 'MA-04', 30, 'evaluated')`);
      await query(sql`
        insert into literacy_evaluation(person_id, score, state, sent_at, sent_by, decided_at, decided_by, reason, revoked_at, revoked_by,
          revoked_reason)
        values (${id}, 900, 'revoked', now(), 'a', now(), 'b', 'seen', now(), 'c', ${`${id} copied`})`);
    }
    await database.db.asActor(actorOf('system'), (tx) => new EraseLearner().erase(tx, WHOM));
    const left = await query<{ id: string; said: string }>(sql`
      select person_id as id, revoked_reason as said from literacy_evaluation order by person_id`);
    const said = [
      { id: PERSON, said: '' },
      { id: OTHER, said: `${OTHER} copied` },
    ];
    expect(left).toEqual(said);
    const told = await query<{ id: string; said: string; hours: number }>(sql`
      select c ->> 's' as id, c -> 'd' ->> 'revokedReason' as said, (c -> 'd' ->> 'hours')::int as hours
      from (select id, body from event_new where subject = 'literacy') e, jsonb_array_elements(body -> 'changes') with ordinality x(c, n) order by e.id, n`);
    expect(told).toEqual([...said, ...said].map((one) => ({ ...one, hours: 30 })));
  });
});
