import { cheapestFlow, costOf, type Network } from '@takwin/certifications/campaigns/planner/network-simplex';
import { finished } from '@takwin/certifications/campaigns/planner/plan';
import highsModule, { type Highs, type ModelData } from 'highs';

const RUNS = 5;

// Its types are those of its CommonJS build; Node takes the other, whose default is the function itself.
const highsLoader = highsModule as unknown as typeof highsModule.default;

/** How many times as much CPU `highs` needs for the same flow, the median of five runs each in turn; and whether both agree. */
export async function againstHighs(
  network: Network,
): Promise<{ ratio: number; ours: number; theirs: number; agree: boolean }> {
  const highs = await highsLoader();
  const model = linearProgram(network, highs);
  const pairs = Array.from({ length: RUNS }, () => {
    const ours = cpu(() => costOf(network, finished(cheapestFlow(network)).flow));
    const theirs = cpu(() =>
      highs.withModel(model, (solver) => {
        solver.run();
        return solver.getObjectiveValue();
      }),
    );
    return { ours, theirs };
  });
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[RUNS >> 1]!;
  return {
    ratio: middle(pairs.map(({ ours, theirs }) => theirs.seconds / ours.seconds)),
    ours: middle(pairs.map(({ ours }) => ours.seconds)),
    theirs: middle(pairs.map(({ theirs }) => theirs.seconds)),
    agree: pairs.every(({ ours, theirs }) => Math.abs(ours.result - theirs.result) <= 1e-6 * Math.abs(ours.result)),
  };
}

function cpu(work: () => number): { seconds: number; result: number } {
  const from = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(from);
  return { seconds: (user + system) / 1e6, result };
}

// A column for each arc, a row for each node but the root: what leaves it less what enters is its supply.
function linearProgram({ nodes, root, tail, head, capacity, cost, supply }: Network, highs: Highs): ModelData {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (let arc = 0; arc < tail.length; arc++) {
    const ends = [
      [tail[arc]!, 1],
      [head[arc]!, -1],
    ].filter(([node]) => node !== root);
    for (const [node, value] of ends.sort(([a], [b]) => a! - b!)) {
      indices.push(node!);
      values.push(value!);
    }
    starts.push(indices.length);
  }
  const balance = Float64Array.from(supply);
  const free = Float64Array.from(balance);
  free[root] = -highs.infinity;
  balance[root] = highs.infinity;
  return {
    numCols: tail.length,
    numRows: nodes,
    colCost: cost,
    colLower: new Float64Array(tail.length),
    colUpper: Float64Array.from(capacity),
    rowLower: free,
    rowUpper: balance,
    matrix: { format: 'csc', numRows: nodes, numCols: tail.length, starts, indices, values },
  };
}
