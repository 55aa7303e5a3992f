import type pg from 'pg';
import { DataSource, DefaultNamingStrategy, type EntitySchema } from 'typeorm';

type Options = {
  entities?: EntitySchema[];
  /** Where migrations are written down, and in which table. */
  schema?: string;
  migrationsTableName?: string;
};

/**
 * TypeORM on a pool of ours, which it takes by its documented option `driver`: what it runs and what we run share connections.
 * `destroy` ends the pool, and so does a start that fails.
 */
export async function dataSourceOn(pool: pg.Pool, options: Options = {}): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    driver: { Pool: handing(pool) },
    namingStrategy: new SnakeCase(),
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    logger: 'debug',
    // The pool has a listener of its own.
    poolErrorHandler: () => {},
    ...options,
  });
  try {
    return await source.initialize();
  } catch (error) {
    if (!pool.ending) await pool.end();
    throw error;
  }
}

// A constructor that returns an object makes that object; an arrow is none.
const handing = (pool: pg.Pool) =>
  function Pool(): pg.Pool {
    return pool;
  };

/** A property's column: `accreditedOn` is accredited_on, and `fr` of what is embedded as `name` is name_fr. */
class SnakeCase extends DefaultNamingStrategy {
  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    const name = [...prefixes, given ?? property].join('_');
    return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
