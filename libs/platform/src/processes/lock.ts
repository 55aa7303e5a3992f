import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from '../config/env.js';

const BUSY = 5;
const GLANCE = 50;

// What is collected is closed, and what is closed is open to others.
const held = new Set<DatabaseSync>();

/**
 * A file that one holder has for itself, be it of this process or of another. The operating system takes the lock back when the
 * holder's process ends, in whatever way (docs/decisions/home-lock.md).
 */
export class Lock {
  private constructor(private readonly file: DatabaseSync) {
    held.add(file);
  }

  /** Locks a file, which is made where it is missing; undefined where another holds it. Refuses (ConfigError) one that cannot be locked. */
  static take(path: string): Lock | undefined {
    // The write is never committed: it refuses a file that we may only read, which SQLite would not lock and not say so.
    const file = opened(path, 'pragma journal_mode = memory; begin exclusive; pragma user_version = 1');
    return file && new Lock(file);
  }

  /** The same, as soon as it is free; undefined where it is not within `patience` milliseconds. */
  static async wait(path: string, patience: number, signal?: AbortSignal): Promise<Lock | undefined> {
    for (const end = performance.now() + patience; ; await pause(GLANCE, undefined, { signal })) {
      const lock = Lock.take(path);
      if (lock || performance.now() > end) return lock;
    }
  }

  /** Whether somebody holds the lock of a file; asking never keeps anybody from it for longer than the question lasts. */
  static isHeld(path: string): boolean {
    const file = opened(path, 'begin; select count(*) from sqlite_schema');
    file?.close();
    return !file;
  }

  release(): void {
    if (held.delete(this.file)) this.file.close();
  }
}

function opened(path: string, sql: string): DatabaseSync | undefined {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(path, { timeout: 0 });
    file.exec(sql);
    return file;
  } catch (error) {
    file?.close();
    if ((error as { errcode?: number }).errcode === BUSY) return undefined;
    throw new ConfigError(`${path} cannot be locked: ${(error as Error).message}`);
  }
}
