import type { Network } from './network-simplex.js';

/** A network while it grows; `most` stands for capacity without a limit: more than can ever flow. */
export class NetworkDraft {
  #nodes = 0;
  readonly #tail: number[] = [];
  readonly #head: number[] = [];
  readonly #capacity: number[] = [];
  readonly #cost: number[] = [];
  readonly #start: number[] = [];
  readonly #supply: number[] = [];

  constructor(private readonly most: number) {}

  node(): number {
    this.#start.push(-1);
    this.#supply.push(0);
    return this.#nodes++;
  }

  arc(tail: number, head: number, capacity: number, cost: number): number {
    this.#head.push(head);
    this.#capacity.push(Math.min(capacity, this.most));
    this.#cost.push(cost);
    return this.#tail.push(tail) - 1;
  }

  start(node: number, arc: number): void {
    this.#start[node] = arc;
  }

  supply(node: number, units: number): void {
    this.#supply[node]! += units;
  }

  network(root: number): Network {
    return {
      nodes: this.#nodes,
      root,
      tail: Int32Array.from(this.#tail),
      head: Int32Array.from(this.#head),
      capacity: Int32Array.from(this.#capacity),
      cost: Float64Array.from(this.#cost),
      supply: Int32Array.from(this.#supply),
      start: Int32Array.from(this.#start),
    };
  }
}
