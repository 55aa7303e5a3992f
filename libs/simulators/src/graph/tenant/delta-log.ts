const FIRST_ROOM = 1_024;

/** Which users changed, in order: what a delta query follows. */
export class DeltaLog {
  #users = new Uint32Array(FIRST_ROOM);
  #length = 0;

  /** How many changes there were. */
  get length(): number {
    return this.#length;
  }

  changed(user: number): void {
    if (this.#length === this.#users.length) {
      const roomy = new Uint32Array(2 * this.#length);
      roomy.set(this.#users);
      this.#users = roomy;
    }
    this.#users[this.#length++] = user;
  }

  /** Up to `most` users of changes `from` up to, but not including, `to`, each once, and the change to go on from. */
  page(from: number, to: number, most: number): { users: number[]; next: number } {
    const users = new Set<number>();
    let next = from;
    for (; next < to && users.size < most; next += 1) users.add(this.#users[next]!);
    return { users: [...users], next };
  }
}
