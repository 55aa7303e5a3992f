import sql, { type Sql } from 'sql-template-tag';
import type { Actor, Keyed } from '../auth/actor.js';
import { NotFound, Refusal } from '../errors/refusal.js';
import type { AskedKeys } from './asked-keys.js';
import { hashOf } from './hash-of.js';
import type { Migration } from './migrate.js';

/** The answers that the release before kept, of some operations. */
export const answersMigration: Migration = {
  name: 'answers',
  up: `
    create table kept_answer(
      created_by text, idempotency_key text, request_hash text not null, answer jsonb not null,
      answered_at timestamptz not null, primary key (created_by, idempotency_key)
    );
    create index kept_answer_at on kept_answer(answered_at);`,
};

/** What each keyed write of a schema came to; `answer` is text, so that it is told again as it was, byte for byte. */
export const keptWorkMigration: Migration = {
  name: '2026-11-29-kept-work',
  up: `
    create table kept_work(
      subject text, key text, place text, asked text not null, answer text, kept_at timestamptz not null,
      primary key (subject, key, place)
    );
    create index kept_work_at on kept_work(kept_at);`,
};

/** What stands, no JSON, for an answer about a person who was erased since: it is not told, and the work is not done again. */
export const ERASED_ANSWER = 'erased';

/** What it asks of the transaction that it keeps the work of. */
type Held = { readonly actor: Actor; readonly at: Date; one<R>(statement: Sql): Promise<R | undefined> };

/** For how long a repetition is answered as the first request was, in milliseconds. */
const KEPT = 24 * 3_600_000;
/** What has lapsed is dropped by those who write, so many at a time. */
const DROPPED = 100;

/**
 * Does the work of a transaction once for each Idempotency-Key of the actor and place in the request, and keeps what it
 * comes to with what it wrote: the same request again, within 24 hours, is given that, also when both come at once. What was
 * refused or failed wrote nothing and is not kept. Refuses IDEMPOTENCY_KEY_REUSED (422) where the key came with another
 * request. What the work comes to is plain JSON.
 */
export async function keepOnce<T>(
  tx: Held,
  { key, place, asked }: Keyed,
  keys: AskedKeys,
  work: () => Promise<T>,
): Promise<T> {
  const { subject } = tx.actor;
  const lapsed = new Date(tx.at.getTime() - KEPT);
  // A twin that comes at once waits here until the first has ended.
  const begun = await tx.one(sql`
    insert into kept_work as k(subject, key, place, asked, kept_at) values (${subject}, ${key}, ${place}, ${keys.keep(asked)}, ${tx.at})
    on conflict (subject, key, place) do update set asked = excluded.asked, answer = null, kept_at = excluded.kept_at
    where k.kept_at < ${lapsed} returning true`);
  if (!begun) return keptOf<T>(tx, key, place, (kept) => keys.isKept(kept, asked));
  const came = await work();
  await tx.one(sql`
    with dropped as (
      delete from kept_work where (subject, key, place) in (
        select subject, key, place from kept_work where kept_at < ${lapsed} order by kept_at limit ${DROPPED}
        for update skip locked)
    )
    update kept_work set answer = ${JSON.stringify(came)}
    where subject = ${subject} and key = ${key} and place = ${place}`);
  return came;
}

async function keptOf<T>(tx: Held, key: string, place: string, isSame: (kept: string) => boolean): Promise<T> {
  const kept = await tx.one<{ asked: string; answer: string | null }>(sql`
    select asked, answer from kept_work where subject = ${tx.actor.subject} and key = ${key} and place = ${place}`);
  if (!kept || !isSame(kept.asked)) throw new IdempotencyKeyReused();
  if (kept.answer === ERASED_ANSWER) throw new NotFound('person');
  return (kept.answer === null ? undefined : JSON.parse(kept.answer)) as T;
}

/** The actor, whose keyed write is only the same with the same of what the door could not know: the bytes of a file. */
export const askingAlso = (actor: Actor, more: string): Actor =>
  actor.keyed ? { ...actor, keyed: { ...actor.keyed, asked: hashOf([actor.keyed.asked, more]) } } : actor;

export class IdempotencyKeyReused extends Refusal {
  constructor() {
    super('IDEMPOTENCY_KEY_REUSED', { status: 422 });
  }
}
