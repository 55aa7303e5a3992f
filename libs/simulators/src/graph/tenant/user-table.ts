import { ObjectIds } from './object-ids.js';
import { User, type UserState } from './user.js';

/** The users of one directory, found by object id or by principal name, in the order of their creation. */
export class UserTable {
  readonly #ids: ObjectIds;
  readonly #users: User[] = [];
  readonly #byName = new Map<string, User>();

  constructor(tenantId: string) {
    this.#ids = new ObjectIds(tenantId);
  }

  /** Users that are not deleted. */
  get count(): number {
    return this.#byName.size;
  }

  /** All users that ever were: the number of the next one. */
  get next(): number {
    return this.#users.length;
  }

  idOf(user: User): string {
    return this.#ids.of(user.n);
  }

  /** The id that the next user will have. */
  nextId(): string {
    return this.#ids.of(this.next);
  }

  /** By object id or principal name, in any case; deleted users are not found. */
  find(key: string): User | undefined {
    const user = key.includes('@') ? this.#byName.get(key.toLowerCase()) : this.withId(key);
    return user?.deleted ? undefined : user;
  }

  /** By object id, deleted or not. */
  withId(id: string): User | undefined {
    const n = this.#ids.numberOf(id);
    return n === undefined ? undefined : this.#users[n];
  }

  /** Users that are not deleted, from number `from` on. */
  *from(from: number): Generator<User> {
    for (let n = from; n < this.#users.length; n += 1) {
      const user = this.#users[n]!;
      if (!user.deleted) yield user;
    }
  }

  add(state: Partial<UserState> & { userPrincipalName: string }, createdAt: number): User {
    const user = new User(this.#users.length, state, createdAt);
    this.#users.push(user);
    this.#byName.set(user.userPrincipalName.toLowerCase(), user);
    return user;
  }

  change(user: User, changes: Partial<UserState>): void {
    this.#byName.delete(user.userPrincipalName.toLowerCase());
    user.change(changes);
    this.#byName.set(user.userPrincipalName.toLowerCase(), user);
  }

  /** The name is free again; the record stays, as Entra ID keeps it for 30 days. `at` in seconds since 1970. */
  delete(user: User, at: number): void {
    this.#byName.delete(user.userPrincipalName.toLowerCase());
    user.deletedAt = at;
  }

  restore(user: User): void {
    user.deletedAt = undefined;
    this.#byName.set(user.userPrincipalName.toLowerCase(), user);
  }

  /** Users that are deleted and can be restored. */
  *deleted(): Generator<User> {
    for (const user of this.#users) if (user.deleted && !user.purged) yield user;
  }

  numbered(n: number): User | undefined {
    return this.#users[n];
  }
}
