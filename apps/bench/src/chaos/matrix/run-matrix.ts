import { SERVICES, type Service } from '@takwin/contracts/topology';
import type { ProgressBars } from '@takwin/demo/progress-bars';
import { type Mutation, mutationsIn } from '@takwin/platform/testing/mutations';
import type { Issuer } from '@takwin/simulators/issuer/issuer';
import { getNamedType, type GraphQLSchema } from 'graphql';
import { restAsks, type Ask } from './asks.js';
import { borrow } from './borrowed.js';
import { FileMatrix } from './file-matrix.js';
import { type Caller } from './caller.js';
import { Callers } from './callers.js';
import { Doors } from './doors.js';
import { ECHOED, GraphAsks } from './graph-asks.js';
import { Finder } from './judge.js';
import { fieldsOfOthers, graphAt, operationsOf, type Operation } from './operations.js';
import { Planting } from './plant.js';
import { plantExam, relaxRules } from './plant-exam.js';
import { Records } from './plant-records.js';
import { type Finding, ReadMatrix } from './read-matrix.js';
import { Selections } from './selections.js';
import { PLACES, type World } from './world.js';
import { WriteMatrix, type Written } from './write-matrix.js';
import { WRITINGS } from './writings.js';
import { Yard } from './yard.js';

/** A house that serves the matrix: its doors, and its simulated tenant. */
export type House = { url: string; services: Readonly<Record<Service, string>>; simulators: string; issuer: Issuer };

/** What was asked and found; `uncalled` names operations that the house serves and nothing asked. */
export type Judged = {
  findings: readonly Finding[];
  operations: number;
  uncalled: readonly string[];
  fields: number;
  calls: number;
  waited: number;
};

/** A house in which rows are planted, with all who ask and all that can be asked. */
export class Matrix {
  readonly findings: Finding[] = [];
  readonly #called = new Set<string>();
  readonly #selections = new Selections();

  private constructor(
    private readonly house: House,
    private readonly bars: ProgressBars,
    private readonly planting: Planting,
    private readonly world: World,
    private readonly callers: readonly Caller[],
    private readonly operations: readonly Operation[],
    private readonly schema: GraphQLSchema,
  ) {}

  static async plant(house: House, seed: number, bars: ProgressBars): Promise<Matrix> {
    const doors = new Doors(house.url);
    const callers = new Callers(house.issuer);
    const planting = await Planting.begin(doors, callers, seed, house.simulators);
    await relaxRules(planting);
    const records = new Records(planting);
    const world = await bars.step('Rows planted', PLACES.length * Planting.steps, (bar) =>
      planting.world(bar, [(all, place) => records.all(all, place), (all, place) => plantExam(planting, all, place)]),
    );
    const operations = await operationsOf(doors, planting.admin);
    const schema = await graphAt(doors, planting.admin);
    return new Matrix(house, bars, planting, world, await callers.all(world), operations, schema);
  }

  /** Everything that reads, at every door. */
  async read(): Promise<void> {
    const { doors, admin } = this.planting;
    const reads = this.operations.filter(({ method }) => method === 'GET');
    const fixed = await this.planting.fixed(this.world);
    const paths = new Map(reads.map(({ id, path }) => [id, path]));
    const graphs = new GraphAsks(this.world, paths, fixed, this.#selections);
    await this.put(
      'REST asked',
      reads.flatMap((operation) => restAsks(this.world, operation, fixed)),
    );
    await this.put('Graph asked', graphs.of(this.schema, { name: 'graph' }));
    for (const service of SERVICES) {
      const at = this.house.services[service];
      const schema = await graphAt(doors, admin, at);
      const others = await fieldsOfOthers(doors, admin, at);
      const own = new GraphAsks(this.world, paths, fixed, new Selections([...others, ...ECHOED]));
      const asks = [...own.of(schema, { name: 'subgraph', at }), ...own.entities(schema, service, at)];
      await this.put(`Subgraph of ${service} asked`, asks);
    }
  }

  private async put(title: string, asks: Ask[]): Promise<void> {
    const matrix = new ReadMatrix(this.planting.doors, this.world, this.callers);
    await this.bars.step(title, asks.length * this.callers.length, (bar) => matrix.put(asks, bar));
    for (const { name } of asks) this.#called.add(name);
    this.findings.push(...matrix.findings);
  }

  /** Everything that writes, or as many as are named. */
  async write(only?: readonly string[]): Promise<void> {
    const yard = await this.bars.step('Persons taken in', 1, () => Yard.open(this.planting, this.world));
    const mutations = this.mutations();
    const writes = Object.entries(WRITINGS).map(([id, writing]): Written => {
      const rest = this.operations.find((one) => one.id === id);
      const mutation = mutations.get(id);
      return { id, writing, ...(rest && { rest }), ...(mutation && { mutation }) };
    });
    const some = writes.filter(({ id }) => !only || only.includes(id));
    const matrix = new WriteMatrix(yard, new Finder(this.world.rows), this.callers);
    await this.bars.step('Writes tried', some.length * PLACES.length, (bar) => matrix.put(some, bar));
    for (const { id, rest, mutation } of some) if (rest || mutation) this.#called.add(id);
    this.findings.push(...matrix.findings);
    await this.borrowed(yard);
  }

  /** Files whose rows are of one's own and of others, and what was given to another. */
  private async borrowed(yard: Yard): Promise<void> {
    const finder = new Finder(this.world.rows);
    const files = new FileMatrix(yard, finder, this.callers);
    await this.bars.step('Files sent', FileMatrix.cellsOf(this.callers), (bar) => files.put(bar));
    const borrowed = await this.bars.step('Cursors and keys of others', 1, () => borrow(yard, finder, this.callers));
    this.findings.push(...files.findings, ...borrowed);
  }

  /** Mutations that ask for all that their answers say, and what is next to it. */
  private mutations(): Map<string, Mutation> {
    const all = mutationsIn(this.schema);
    for (const { name, args, type } of Object.values(this.schema.getMutationType()!.getFields())) {
      const input = String(args[0]!.type);
      const operation = input.replace(/Input!?$/, '');
      const selected = this.#selections.of(getNamedType(type), 1);
      all.set(operation, {
        ...all.get(operation)!,
        document: `mutation ($input: ${input}) { ${name}(input: $input) ${selected} }`,
      });
    }
    return all;
  }

  judged(): Judged {
    const { calls, waited } = this.planting.doors;
    const queries = Object.keys(this.schema.getQueryType()!.getFields());
    const served = new Set([...this.operations.map(({ id }) => id), ...mutationsIn(this.schema).keys(), ...queries]);
    const uncalled = [...served].filter((name) => !this.#called.has(name));
    const { findings } = this;
    return {
      findings,
      operations: served.size,
      uncalled,
      fields: this.#selections.asked.size,
      calls,
      waited,
    };
  }
}
