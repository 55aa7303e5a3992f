import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { CinVault } from './cin.js';
import type { KeptCin } from './read-holders.js';

/** The number of the key by which a hash was made: one of the first key bears none. */
export function keyOfHash(hash: Sql): Sql {
  return sql`case octet_length(${hash}) when 32 then 1 when 33 then get_byte(${hash}, 0) end`;
}

/** The number of the key that the card of the person `p` is sealed with, and of the one that it is found by; null without a card. */
export const CARD_KEY = sql`get_byte(coalesce(p.cin_sealed, p.claimed_cin_sealed), 0)`;
export const HASH_KEY = keyOfHash(sql`coalesce(p.cin_hash, p.claimed_cin_hash)`);

/** The number of the key by which cards are hashed, whoever writes: so one card has one hash, and the database keeps it apart. */
export async function hashingBy(tx: Tx): Promise<number> {
  return (await tx.one<{ number: number }>(sql`select number from cin_hashing`))?.number ?? 1;
}

/** The same, which does not change until the transaction has ended. Throws where this process lacks that key. */
export async function heldHashing(tx: Tx, vault: CinVault): Promise<number> {
  const number = (await tx.one<{ number: number }>(sql`select number from cin_hashing for share`))!.number;
  if (!vault.hashedBy.all.includes(number))
    throw new Error(`CIN_HASH_KEY lacks key ${number}, by which persons are found`);
  return number;
}

/** A card as the register keeps it. */
export const keptCin = async (tx: Tx, vault: CinVault, cin: string): Promise<KeptCin> => ({
  hashes: vault.hashes(cin, await heldHashing(tx, vault)),
  sealed: vault.seal(cin),
});
