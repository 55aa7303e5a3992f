import { createHmac, randomBytes } from 'node:crypto';
import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';

/** The key from which the passwords of new accounts follow; without one nobody ever learns them. */
export class SecretKey {
  readonly bytes: Buffer | undefined;

  constructor(base64: string | undefined) {
    this.bytes = base64 === undefined ? undefined : Buffer.from(base64, 'base64');
  }
}

type NewAccount = { personId: string; account: string };

/**
 * The password that follows from a key and a nonce: the database holds the nonce and not the key, whoever runs the process the
 * key and not the nonce. 24 characters of four classes, as Entra ID asks for three.
 */
function passwordFrom(key: Buffer, personId: string, nonce: Buffer): string {
  const mac = createHmac('sha256', key).update(personId).update(nonce).digest('base64url');
  return `${mac.slice(0, 20)}aA1!`;
}

/** A password for each account that is about to be made, the same again where an answer was lost and it is made anew. */
export async function passwordsFor(
  tx: Tx,
  key: Buffer,
  runId: string,
  accounts: readonly NewAccount[],
): Promise<Map<string, string>> {
  const rows = accounts.map(({ personId, account }) => ({ personId, account, nonce: randomBytes(16).toString('hex') }));
  const kept = await tx.query<{ person_id: string; first_id: string; nonce: Buffer }>(sql`
    insert into initial_secret as s(person_id, nonce, academy_id, region, account, created_at)
    select a."personId", decode(a.nonce, 'hex'), o.academy_id, o.region, a.account, ${tx.at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a("personId" uuid, account text, nonce text)
    join outcome o on o.run_id = ${runId} and o.person_id = a."personId"
    on conflict (person_id) do update set
      nonce = coalesce(s.nonce, excluded.nonce), handed_over_at = null, handed_to = null, created_at = excluded.created_at
    returning person_id, coalesce(s.stated_of, s.person_id) as first_id, nonce`);
  return new Map(kept.map(({ person_id: id, first_id: first, nonce }) => [id, passwordFrom(key, first, nonce)]));
}

/** A password that nobody keeps. */
export const forgottenPassword = (): string => `${randomBytes(15).toString('base64url')}aA1!`;

/** Whether a run may still make the account of the secret `s`. */
const IS_AT_WORK = sql`exists (
  select from outcome o where o.person_id = s.person_id and o.state in ('reserved', 'calling', 'unknown'))`;

/** Of an account that is handed over, the nonce (hex) and the id from which its password follows: whose record it was made for. */
export type HandedOver = { personId: string; firstId: string; account: string; nonce: string };

/**
 * Hands the passwords of these persons' new accounts over, each once: what they follow from is forgotten in the same transaction.
 * `passwordOf` tells them.
 */
export async function handOver(tx: Tx, personIds: readonly string[], mine: Sql): Promise<HandedOver[]> {
  return tx.query<HandedOver>(sql`
    with before as (
      select s.person_id, s.nonce from initial_secret s
      where s.person_id = any(${personIds}::uuid[]) and s.nonce is not null and ${mine}
        and not ${IS_AT_WORK}
      for update of s
    )
    update initial_secret s set nonce = null, handed_over_at = ${tx.at}, handed_to = ${tx.actor.subject}
    from before where s.person_id = before.person_id
    returning s.person_id as "personId", coalesce(s.stated_of, s.person_id) as "firstId", s.account, encode(before.nonce, 'hex') as nonce`);
}

/** The password of an account that is handed over. */
export const passwordOf = (key: Buffer, { firstId, nonce }: HandedOver): string =>
  passwordFrom(key, firstId, Buffer.from(nonce, 'hex'));

/** Gives what passwords follow from to whose the accounts are now; who has an account already keeps the own one. */
export async function mergeSecrets(tx: Tx, merges: Merges): Promise<void> {
  const { set, where, to } = movesOf('s', merges);
  await tx.query(sql`
    update initial_secret s set ${set} where s.person_id in (
      select distinct on (${to}) s.person_id from initial_secret s
      where ${where} and not exists (select from initial_secret own where own.person_id = ${to}) order by ${to}, s.created_at desc)`);
}

/** Forgets so many first passwords at most that nobody was handed since `until`; how many it was. */
export async function forgetSecrets(tx: Tx, until: Date, limit: number): Promise<number> {
  const gone = await tx.query(sql`
    delete from initial_secret where person_id in (
      select person_id from initial_secret s where nonce is not null and created_at < ${until} and not ${IS_AT_WORK}
      limit ${limit} for update skip locked) returning true`);
  return gone.length;
}
