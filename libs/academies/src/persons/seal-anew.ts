import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { ConfigError } from '@takwin/platform/config';
import { Database, type Tx } from '@takwin/platform/postgres';
import { keysInUse } from '@takwin/platform/vault';
import sql from 'sql-template-tag';
import { CinVault } from './cin.js';
import { CARD_KEY, HASH_KEY, hashingBy } from './read-card-keys.js';
import { hashBy } from './cin-hashing.writer.js';
import { keepAnew, keptUnder, leftUnderOthers } from './kept-cards.writer.js';
import { keepCards } from './person.writer.js';

const ACTOR = systemActor('cin-keys');

type Card = { id: string; sealed: Buffer; hash: Buffer };

/** Brings the numbers of identity cards under the keys of today. */
@Injectable()
export class SealCardsAnew implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /** Refuses (ConfigError) to start without a key that cards are sealed or found with, or with another than that. */
  async onModuleInit(): Promise<void> {
    const { vault, hashedBy } = this.vault;
    const faults = await this.db.readAs(ACTOR, async (tx) => {
      const kept = await keptUnder(tx);
      const sealedBy = new Set([
        ...(await sealedBeside(tx, vault.numbers)),
        ...kept.sealed.filter((key) => !vault.numbers.includes(key)),
      ]);
      const foundBy = new Set([...(await hashedBeside(tx, hashedBy.all)), ...kept.hashed, await hashingBy(tx)]);
      return [
        ...[...sealedBy].map(
          (key) => `CIN_ENCRYPTION_KEY: key ${key} is missing, with which persons' cards are sealed`,
        ),
        ...[...foundBy]
          .filter((key) => !hashedBy.all.includes(key))
          .map((key) => `CIN_HASH_KEY: key ${key} is missing, by which persons are found`),
        ...(await this.#strangers(tx)),
      ];
    });
    if (faults?.length) throw new ConfigError(faults.join('\n'));
  }

  /** Has cards kept from now on under the first hash key: once every process has it, or one without it would find nobody. */
  async hashByFirst(): Promise<void> {
    await this.db.asActor(ACTOR, (tx) => hashBy(tx, this.vault.hashedBy.first));
  }

  /** Seals and hashes so many cards anew; how many it was, 0 where none is left that nobody holds. */
  sealSome(limit: number): Promise<number> {
    return this.db.asActor(ACTOR, async (tx) => {
      const { vault, hashedBy } = this.vault;
      const others = [await sealedBeside(tx, [vault.current]), await hashedBeside(tx, [hashedBy.first])];
      const cards = await tx.query<Card>(sql`
        select p.id, coalesce(p.cin_sealed, p.claimed_cin_sealed) as sealed, coalesce(p.cin_hash, p.claimed_cin_hash) as hash
        from person p where ${CARD_KEY} = any(${others[0]}::int[]) or ${HASH_KEY} = any(${others[1]}::int[])
        limit ${limit} for no key update skip locked`);
      await keepCards(
        tx,
        cards.map(({ id, ...card }) => ({ id, ...this.#anew(card) })),
      );
      if (cards.length > 0) return cards.length;
      return keepAnew(tx, this.#today, limit, ({ id, sealed, hash }) => {
        if (hash) return { id, ...this.#anew({ sealed, hash }) };
        return { id, sealed: this.vault.seal(this.vault.open(sealed)), hash };
      });
    });
  }

  get #today(): { sealed: number; hashed: number } {
    return { sealed: this.vault.vault.current, hashed: this.vault.hashedBy.first };
  }

  #anew({ sealed, hash }: Omit<Card, 'id'>): Omit<Card, 'id'> {
    const { vault, hashedBy } = this.vault;
    const cin = this.vault.open(sealed);
    const anew = this.vault.hashAnew(cin, hash, hashedBy.first);
    if (!anew) throw new Error('a card is not the one that it is found by');
    return { sealed: sealed[0] === vault.current ? sealed : this.vault.seal(cin), hash: anew };
  }

  /** How many cards are not under the keys of today. */
  async left(): Promise<number> {
    const { vault, hashedBy } = this.vault;
    return this.db.readAs(ACTOR, async (tx) => {
      const row = await tx.one<{ count: number }>(sql`
        select count(*)::int as count from person p where ${CARD_KEY} <> ${vault.current} or ${HASH_KEY} <> ${hashedBy.first}`);
      return row!.count + (await leftUnderOthers(tx, this.#today));
    });
  }

  // A number says which key it was, not that it is the same.
  async #strangers(tx: Tx): Promise<string[]> {
    const cards = await tx.query<Card>(sql`
      select c.* from unnest(${this.vault.vault.numbers}::int[]) n cross join lateral (
        select p.id, coalesce(p.cin_sealed, p.claimed_cin_sealed) as sealed, coalesce(p.cin_hash, p.claimed_cin_hash) as hash
        from person p where ${CARD_KEY} = n limit 1) c`);
    return cards.flatMap(({ sealed, hash }) => {
      try {
        const cin = this.vault.open(sealed);
        if (this.vault.hashes(cin).some((one) => one.equals(hash))) return [];
        return ['CIN_HASH_KEY: is another than that by which persons are found'];
      } catch {
        return [`CIN_ENCRYPTION_KEY: key ${sealed[0]} is another than that with which persons' cards are sealed`];
      }
    });
  }
}

const sealedBeside = (tx: Tx, keys: readonly number[]): Promise<number[]> =>
  keysInUse(tx, sql`select from person p where ${CARD_KEY} = n`, keys);

const hashedBeside = (tx: Tx, keys: readonly number[]): Promise<number[]> =>
  keysInUse(tx, sql`select from person p where ${HASH_KEY} = n`, keys);
