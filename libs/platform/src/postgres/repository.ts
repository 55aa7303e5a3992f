import type { Sql } from 'sql-template-tag';
import { type EntitySchema, QueryFailedError } from 'typeorm';
import type { Tx } from './database.js';
import { hashOf } from './hash-of.js';
import { VersionMismatch } from './version.js';

/** What a noun needs to be saved: the row's key, and a number that each change of the row raises. */
type Noun = { readonly id: string; readonly version: number };

/** How every schema of a noun begins; an update would else write the version that it was given. */
export const KEY = {
  id: { type: 'uuid', primary: true, update: false },
  version: { type: 'int', version: true, update: false },
} as const;

/**
 * Finds and saves the nouns of one table as instances of a class, whose methods decide what becomes of them. The class has no
 * constructor, since what is found is only filled, and the service's Database has to know the schema.
 */
export class Repository<T extends Noun> {
  readonly #found = new WeakMap<T, string>();

  constructor(private readonly schema: EntitySchema<T>) {}

  /** The one noun that fits, locked until the transaction ends: whoever wants it next waits, and reads what was saved. */
  async find({ manager }: Tx, where: Sql): Promise<T | null> {
    const text = where.strings.reduce((before, after, index) => `${before}:${index - 1}${after}`);
    const found = manager.createQueryBuilder(this.schema, 'noun').where(text, { ...where.values });
    const noun = await withoutParameters(found.setLock('pessimistic_write').getOne());
    if (noun) this.#found.set(noun, hashOf(noun));
    return noun;
  }

  /**
   * Writes the noun where its version is still the one that was found, and raises it; else refuses VERSION_MISMATCH. One that is
   * as it was found is left alone, and false returned: there is nothing to tell of.
   */
  async save({ manager }: Tx, noun: T): Promise<boolean> {
    if (hashOf(noun) === this.#found.get(noun)) return false;
    const { id, version } = noun;
    const { affected } = await withoutParameters(
      manager
        .createQueryBuilder()
        .update(this.schema)
        .set(noun as never)
        .where({ id, version })
        .execute(),
    );
    if (affected !== 1) throw new VersionMismatch();
    Object.assign(noun, { version: version + 1 });
    this.#found.set(noun, hashOf(noun));
    return true;
  }
}

// TypeORM's own error holds what was to be written, which may be of a person: logs shall not.
async function withoutParameters<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof QueryFailedError ? error.driverError : error;
  }
}
