/**
 * A directed network. Each unit of `supply` (whole units by node) has to reach `root`; arc i leads from `tail[i]` to `head[i]`,
 * carries at most `capacity[i]` and costs `cost[i]`, a whole number, per unit. `start[v]` is an arc that leads from v one node
 * nearer to the root: together they are a tree on which all the supply can flow, with room to spare on every arc.
 */
export type Network = {
  nodes: number;
  root: number;
  tail: Int32Array;
  head: Int32Array;
  capacity: Int32Array;
  cost: Float64Array;
  supply: Int32Array;
  start: Int32Array;
};

/** What flows on each arc, and by node the price of bringing one more unit from it to the root. */
export type Flow = { flow: Int32Array; price: Float64Array };

const LOWER = 1;
const UPPER = -1;
const IN_TREE = 0;
const PIVOTS_PER_STEP = 2_000;

/**
 * The cheapest flow, by the primal network simplex: exact, as costs are whole numbers. Among blocking arcs the last one of the
 * cycle leaves, which keeps the tree strongly feasible, so that it never cycles (Cunningham, 1976). It yields now and then,
 * so that the caller can let others run or give up.
 */
export function* cheapestFlow(network: Network): Generator<void, Flow> {
  const simplex = new Simplex(network);
  while (!simplex.pivot(PIVOTS_PER_STEP)) yield;
  return { flow: simplex.flow, price: simplex.price };
}

/**
 * What no flow can cost less than, by any prices (weak duality): the prices of the supply, less what arcs that would earn are
 * able to carry. At the prices of the cheapest flow it is that flow's cost.
 */
export function lowerBound({ tail, head, capacity, cost, supply }: Network, price: Float64Array): number {
  let bound = 0;
  for (let node = 0; node < supply.length; node++) bound += supply[node]! * price[node]!;
  for (let arc = 0; arc < tail.length; arc++) {
    const reduced = cost[arc]! - price[tail[arc]!]! + price[head[arc]!]!;
    if (reduced < 0) bound += reduced * capacity[arc]!;
  }
  return bound;
}

export function costOf({ cost }: Network, flow: Int32Array): number {
  let total = 0;
  for (let arc = 0; arc < flow.length; arc++) total += cost[arc]! * flow[arc]!;
  return total;
}

/** A spanning tree as child lists; an arc outside of it carries nothing or all it can. */
class Simplex {
  readonly flow: Int32Array;
  readonly price: Float64Array;
  readonly #state: Int8Array;
  readonly #parent: Int32Array;
  readonly #arc: Int32Array;
  readonly #depth: Int32Array;
  readonly #child: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #block: number;
  #position = 0;

  constructor(private readonly net: Network) {
    const { nodes, tail } = net;
    const none = (): Int32Array => new Int32Array(nodes).fill(-1);
    this.flow = new Int32Array(tail.length);
    this.price = new Float64Array(nodes);
    this.#state = new Int8Array(tail.length).fill(LOWER);
    this.#arc = net.start.slice();
    [this.#parent, this.#child, this.#next, this.#previous] = [none(), none(), none(), none()];
    this.#depth = new Int32Array(nodes);
    // Measured: a fifth of the square root that is usual halves the time at 660,000 arcs.
    this.#block = Math.max(50, Math.ceil(Math.sqrt(tail.length) / 5));
    this.#plant();
  }

  /** Makes up to `most` pivots; true where none is left to make. */
  pivot(most: number): boolean {
    for (let count = 0; count < most; count++) {
      const entering = this.#entering();
      if (entering < 0) return true;
      this.#exchange(entering);
    }
    return false;
  }

  #plant(): void {
    const { nodes, root, head, supply, cost } = this.net;
    for (let node = 0; node < nodes; node++) if (node !== root) this.#attach(node, head[this.#arc[node]!]!);
    const order: number[] = [root];
    for (let index = 0; index < order.length; index++)
      for (let child = this.#child[order[index]!]!; child >= 0; child = this.#next[child]!) order.push(child);
    if (order.length !== nodes) throw new Error('the first arcs of the nodes are no tree');
    const below = supply.slice();
    for (const node of order.slice(1)) {
      const arc = this.#arc[node]!;
      this.#state[arc] = IN_TREE;
      this.#depth[node] = this.#depth[this.#parent[node]!]! + 1;
      this.price[node] = this.price[this.#parent[node]!]! + cost[arc]!;
    }
    for (const node of order.slice(1).reverse()) {
      this.flow[this.#arc[node]!] = below[node]!;
      below[this.#parent[node]!]! += below[node]!;
    }
  }

  // The most promising arc of the next block that has one: dearer than looking at a few, much cheaper than at all.
  #entering(): number {
    const { tail, head, cost } = this.net;
    const arcs = tail.length;
    const state = this.#state;
    const price = this.price;
    let best = -1;
    let least = 0;
    let arc = this.#position;
    for (let seen = 0, left = this.#block; seen < arcs; seen++) {
      const reduced = state[arc]! * (cost[arc]! - price[tail[arc]!]! + price[head[arc]!]!);
      if (reduced < least) [least, best] = [reduced, arc];
      if (++arc === arcs) arc = 0;
      if (--left === 0) {
        if (best >= 0) break;
        left = this.#block;
      }
    }
    this.#position = arc;
    return best;
  }

  #exchange(entering: number): void {
    const { tail, head, cost, capacity } = this.net;
    const flow = this.flow;
    const forward = this.#state[entering] === LOWER;
    const first = forward ? tail[entering]! : head[entering]!;
    const second = forward ? head[entering]! : tail[entering]!;
    const join = this.#join(first, second);

    let amount = capacity[entering]!;
    let leaving = -1;
    let moved = -1;
    for (let node = first; node !== join; node = this.#parent[node]!) {
      const arc = this.#arc[node]!;
      const room = tail[arc] === node ? flow[arc]! : capacity[arc]! - flow[arc]!;
      if (room < amount) [amount, leaving, moved] = [room, node, first];
    }
    for (let node = second; node !== join; node = this.#parent[node]!) {
      const arc = this.#arc[node]!;
      const room = tail[arc] === node ? capacity[arc]! - flow[arc]! : flow[arc]!;
      if (room <= amount) [amount, leaving, moved] = [room, node, second];
    }

    if (amount > 0) {
      flow[entering]! += forward ? amount : -amount;
      for (let node = first; node !== join; node = this.#parent[node]!) {
        const arc = this.#arc[node]!;
        flow[arc]! += tail[arc] === node ? -amount : amount;
      }
      for (let node = second; node !== join; node = this.#parent[node]!) {
        const arc = this.#arc[node]!;
        flow[arc]! += tail[arc] === node ? amount : -amount;
      }
    }
    if (leaving < 0) {
      this.#state[entering] = forward ? UPPER : LOWER;
      return;
    }
    const left = this.#arc[leaving]!;
    this.#state[left] = flow[left] === 0 ? LOWER : UPPER;
    this.#state[entering] = IN_TREE;
    const reduced = cost[entering]! - this.price[tail[entering]!]! + this.price[head[entering]!]!;
    this.#hang(moved, moved === first ? second : first, entering, leaving);
    this.#shift(moved, tail[entering] === moved ? reduced : -reduced);
  }

  #join(a: number, b: number): number {
    const depth = this.#depth;
    const parent = this.#parent;
    while (a !== b) {
      if (depth[a]! > depth[b]!) a = parent[a]!;
      else if (depth[b]! > depth[a]!) b = parent[b]!;
      else [a, b] = [parent[a]!, parent[b]!];
    }
    return a;
  }

  // Hangs the part of the tree below `last` up by `node` instead, under another parent: the way between them turns round.
  #hang(node: number, under: number, by: number, last: number): void {
    for (;;) {
      const oldParent = this.#parent[node]!;
      const oldArc = this.#arc[node]!;
      this.#detach(node);
      this.#attach(node, under);
      this.#arc[node] = by;
      if (node === last) return;
      [under, by, node] = [node, oldArc, oldParent];
    }
  }

  #shift(top: number, by: number): void {
    const { price } = this;
    for (let node = top; ;) {
      price[node]! += by;
      this.#depth[node] = this.#depth[this.#parent[node]!]! + 1;
      if (this.#child[node]! >= 0) {
        node = this.#child[node]!;
        continue;
      }
      while (node !== top && this.#next[node]! < 0) node = this.#parent[node]!;
      if (node === top) return;
      node = this.#next[node]!;
    }
  }

  #attach(node: number, parent: number): void {
    const first = this.#child[parent]!;
    this.#parent[node] = parent;
    this.#previous[node] = -1;
    this.#next[node] = first;
    if (first >= 0) this.#previous[first] = node;
    this.#child[parent] = node;
  }

  #detach(node: number): void {
    const [before, after] = [this.#previous[node]!, this.#next[node]!];
    if (before >= 0) this.#next[before] = after;
    else this.#child[this.#parent[node]!] = after;
    if (after >= 0) this.#previous[after] = before;
  }
}
