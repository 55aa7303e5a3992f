import sql from 'sql-template-tag';
import { type Actor, systemActor } from '../auth/actor.js';
import type { Database, Tx } from '../postgres/database.js';

/** Where followers stand, one row each, in the database that their effects are written to. */
export const cursorTable = `
  create table if not exists event_cursor(
    follower text primary key,
    position bigint not null default 0,
    uid uuid,
    generation int not null default 1,
    rebuilding boolean not null default true,
    shape text not null
  );`;

/** `uid` is that of the event at `position`; `shape` tells what the follower feeds. */
export type CursorPosition = {
  readonly position: number;
  readonly uid: string | null;
  readonly generation: number;
  readonly rebuilding: boolean;
  readonly shape: string;
};

/** A follower's cursor. Every move compares with the place that it starts from, so of many processes one moves it. */
export class Cursor {
  readonly actor: Actor;

  constructor(
    private readonly db: Database,
    private readonly follower: string,
    private readonly shape: string,
  ) {
    this.actor = systemActor(db.name);
  }

  async read(): Promise<CursorPosition> {
    return (await this.#find()) ?? (await this.#create());
  }

  /** Moves within the transaction of the effect; false when another process has moved it. */
  async advance(
    tx: Tx,
    from: CursorPosition,
    to: Pick<CursorPosition, 'position' | 'uid' | 'rebuilding'>,
  ): Promise<boolean> {
    const moved = await tx.one(sql`
      update event_cursor set position = ${to.position}, uid = ${to.uid}, rebuilding = ${to.rebuilding}
      where follower = ${this.follower} and position = ${from.position} and generation = ${from.generation}
      returning 1`);
    return moved !== undefined;
  }

  /** Goes back to the start of the log under a new generation; false when another process has moved it. */
  async restart(from: CursorPosition): Promise<boolean> {
    const moved = await this.db.asActor(this.actor, (tx) =>
      tx.one(sql`
        update event_cursor
        set position = 0, uid = null, generation = generation + 1, rebuilding = true, shape = ${this.shape}
        where follower = ${this.follower} and position = ${from.position} and generation = ${from.generation}
        returning 1`),
    );
    return moved !== undefined;
  }

  #find(): Promise<CursorPosition | undefined> {
    return this.db.readAs(this.actor, (tx) =>
      tx.one<CursorPosition>(sql`
        select position, uid, generation, rebuilding, shape from event_cursor where follower = ${this.follower}`),
    );
  }

  async #create(): Promise<CursorPosition> {
    await this.db.asActor(this.actor, (tx) =>
      tx.query(
        sql`insert into event_cursor(follower, shape) values (${this.follower}, ${this.shape}) on conflict do nothing`,
      ),
    );
    return (await this.#find())!;
  }
}
