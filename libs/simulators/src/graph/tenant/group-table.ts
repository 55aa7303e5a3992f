import type { ObjectIds } from './object-ids.js';
import type { Sku } from './education-skus.js';
import type { GroupLicence } from './user.js';

type Given = { readonly sku: Sku; readonly disabledPlans: readonly string[] };

/** A security group of a simulated directory; members by their numbers. */
export class Group {
  readonly members = new Set<number>();
  licences: readonly Given[] = [];
  deleted = false;
  readonly #shared = new Map<string, readonly GroupLicence[]>();

  constructor(
    readonly n: number,
    readonly displayName: string,
    readonly mailNickname: string,
    /** Seconds since 1970. */
    readonly createdAt: number,
  ) {}

  /** One list for all members who got the same at the same second: half a million of them need no room of their own. */
  given({ sku, disabledPlans }: Given, since: number, error: string | null): readonly GroupLicence[] {
    const key = `${sku.id} ${since} ${error ?? ''} ${disabledPlans.join()}`;
    let list = this.#shared.get(key);
    if (!list) this.#shared.set(key, (list = [{ sku, disabledPlans, since, group: this.n, error }]));
    if (this.#shared.size > 10_000) this.#shared.clear();
    return list;
  }
}

// Numbers of groups, apart from those of users, so that one kind of id serves both.
const FIRST = 0x8000_0000;

/** The groups of one directory, by object id. */
export class GroupTable {
  readonly #groups: Group[] = [];

  constructor(private readonly ids: ObjectIds) {}

  get count(): number {
    return this.#groups.filter(({ deleted }) => !deleted).length;
  }

  idOf(n: number): string {
    return this.ids.of(FIRST + n);
  }

  nextId(): string {
    return this.idOf(this.#groups.length);
  }

  add(displayName: string, mailNickname: string, createdAt: number): Group {
    const group = new Group(this.#groups.length, displayName, mailNickname, createdAt);
    this.#groups.push(group);
    return group;
  }

  find(id: string): Group | undefined {
    const n = this.ids.numberOf(id);
    const group = n === undefined ? undefined : this.#groups[n - FIRST];
    return group?.deleted ? undefined : group;
  }

  all(): Group[] {
    return this.#groups.filter(({ deleted }) => !deleted);
  }

  /** The groups that a user is in. */
  of(user: number): Group[] {
    return this.all().filter(({ members }) => members.has(user));
  }
}
