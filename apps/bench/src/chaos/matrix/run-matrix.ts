import { SERVICES, type Service } from '@takwin/contracts/topology';
import type { ProgressBars } from '@takwin/demo/progress-bars';
import type { Issuer } from '@takwin/simulators/issuer/issuer';
import { restAsks, type Ask } from './asks.js';
import { Callers } from './callers.js';
import { Doors } from './doors.js';
import { GraphAsks } from './graph-asks.js';
import { fieldsOfOthers, graphAt, operationsOf, type Operation } from './operations.js';
import { Planting } from './plant.js';
import { ReadMatrix, type Finding } from './read-matrix.js';
import { Selections } from './selections.js';
import { PLACES } from './world.js';

/** A house that serves the matrix: its doors, and its simulated tenant. */
export type House = { url: string; services: Readonly<Record<Service, string>>; simulators: string; issuer: Issuer };

/** What was asked and found; `uncalled` names operations that the house serves and nothing asked. */
export type Judged = {
  findings: readonly Finding[];
  operations: number;
  uncalled: readonly string[];
  unproven: readonly string[];
  fields: number;
  calls: number;
  waited: number;
};

/** Plants, asks and judges. */
export async function runMatrix(house: House, seed: number, bars: ProgressBars): Promise<Judged> {
  const doors = new Doors(house.url);
  const callers = new Callers(house.issuer);
  const planting = await Planting.begin(doors, callers, seed, house.simulators);
  const world = await bars.step('Rows planted', PLACES.length * Planting.steps, (bar) => planting.world(bar));
  const everybody = await callers.all(world);
  const operations = await operationsOf(doors, planting.admin);
  const reads = operations.filter(({ method }) => method === 'GET');
  const fixed = await planting.fixed(world);
  const paths = new Map(reads.map(({ id, path }) => [id, path]));
  const selections = new Selections();
  const graphs = new GraphAsks(world, paths, fixed, selections);
  const schema = await graphAt(doors, planting.admin);
  const asks = {
    'REST asked': reads.flatMap((operation) => restAsks(world, operation, fixed)),
    'Graph asked': graphs.of(schema, { name: 'graph' }),
  } as Record<string, Ask[]>;
  for (const service of SERVICES) {
    const at = house.services[service];
    const own = await graphAt(doors, planting.admin, at);
    const others = await fieldsOfOthers(doors, planting.admin, at);
    const theirs = new GraphAsks(world, paths, fixed, new Selections(others));
    asks[`Subgraph of ${service} asked`] = [
      ...theirs.of(own, { name: 'subgraph', at }),
      ...theirs.entities(own, service, at),
    ];
  }
  const matrix = new ReadMatrix(doors, world, everybody);
  for (const [title, some] of Object.entries(asks))
    await bars.step(title, some.length * everybody.length, (bar) => matrix.put(some, bar));
  const called = new Set(Object.values(asks).flatMap((some) => some.map(({ name }) => name)));
  const queries = Object.keys(schema.getQueryType()!.getFields());
  return {
    findings: matrix.findings,
    operations: operations.length + queries.length,
    uncalled: [...reads.map(({ id }) => id), ...queries].filter((name) => !called.has(name)),
    unproven: operations.filter((one) => !isRead(one)).map(({ id }) => id),
    fields: selections.asked.size,
    calls: doors.calls,
    waited: doors.waited,
  };
}

const isRead = ({ method }: Operation): boolean => method === 'GET';
