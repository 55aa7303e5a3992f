import {
  getNamedType,
  isRequiredArgument,
  isUnionType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { legalValues } from '../costly-query/corpus.js';
import { type Ask, invented, NAMED, SAID, targetsOf } from './asks.js';
import type { Fixed } from './world.js';
import type { Question } from './doors.js';
import { QUERIES, READINGS, type Shown } from './readings.js';
import type { Selections } from './selections.js';
import type { Kind, World } from './world.js';

type Field = GraphQLField<unknown, unknown>;

/** Where a graph answers: at the gateway, or at a service itself (`at`), where nothing bounds what is asked at once. */
export type GraphDoor = { name: string; at?: string };

const PAGE = 20;

/** What entities of the graph are, by their type; the others are registers, known by a key that is the same for all. */
const ENTITIES: Readonly<Record<string, Kind>> = {
  Academy: 'academy',
  Campaign: 'campaign',
  Credential: 'credential',
  Enrolment: 'enrolment',
  Licence: 'licence',
  Offering: 'offering',
  Person: 'person',
  ProvisioningRun: 'run',
  Registration: 'registration',
  Sitting: 'sitting',
  Trainer: 'trainer',
};

/** Keys of what is one for all: they are said again to anybody, or by nobody. */
export const ECHOED = ['Programme.id', 'ResultImportConnection.asked'];

const REGISTER: Shown = { of: 'register' };
const ENTITY_SHOWN: Readonly<Record<string, Shown>> = {
  Academy: REGISTER,
  Offering: REGISTER,
  Sitting: REGISTER,
  ResultImportConnection: { of: 'import' },
};

/** What every field of a graph's Query is asked, whole and by each thing that narrows it. `paths` are those of REST, by operation. */
export class GraphAsks {
  constructor(
    private readonly world: World,
    private readonly paths: ReadonlyMap<string, string>,
    private readonly fixed: Fixed,
    private readonly selections: Selections,
  ) {}

  of(schema: GraphQLSchema, door: GraphDoor): Ask[] {
    const fields = Object.values(schema.getQueryType()!.getFields());
    return fields.flatMap((field) => this.#asks(field, door));
  }

  /** What a service itself is asked of the entities that the gateway would have it resolve. */
  entities(schema: GraphQLSchema, service: string, at: string): Ask[] {
    const union = schema.getType('_Entity');
    if (!isUnionType(union)) throw new Error(`${service} resolves no entities`);
    return union.getTypes().flatMap((type) => {
      if (this.selections.countOf(type) === 0) return [];
      const kind = ENTITIES[type.name];
      const shown: Shown = ENTITY_SHOWN[type.name] ?? (kind === undefined ? REGISTER : { of: kind });
      const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type.name} ${this.selections.of(type, 1)} } }`;
      const question = (id?: string): Question => {
        const representation = { __typename: type.name, ...(kind ? { id } : this.fixed.keys[type.name]) };
        return { method: 'POST', path: '/graphql', body: { query, variables: { of: [representation] } }, at };
      };
      const about = { door: '_entities', operation: type.name, name: `${service}.${type.name}`, shown, isList: false };
      if (!kind) return { ...about, targets: [], question };
      return { ...about, targets: targetsOf(this.world, kind, shown), invented: invented(kind), question };
    });
  }

  #asks(field: Field, door: GraphDoor): Ask[] {
    const operation = QUERIES[field.name];
    if (operation === undefined) return [];
    const shown = READINGS[operation]!;
    const isList = field.args.some(({ name }) => name === 'first');
    const about = { door: door.name, operation, name: field.name, shown, isList };
    const usual = this.#usual(field);
    const naming = field.args.filter(({ name }) => this.#kindOf(operation, name) && usual[name] === undefined);
    const needed = naming.filter(isRequiredArgument);
    // A person is asked for by one of two things, neither of which is required.
    const isWhole = needed.length === 0 && field.name !== 'person';
    const narrowed = (needed.length > 0 ? needed : naming).map((argument) => {
      const kind = this.#kindOf(operation, argument.name)!;
      const ask = this.#question(field, door, usual, argument);
      return { ...about, targets: targetsOf(this.world, kind, shown), invented: invented(kind), question: ask };
    });
    return [...(isWhole ? [{ ...about, targets: [], question: this.#question(field, door, usual) }] : []), ...narrowed];
  }

  #kindOf(operation: string, argument: string): Kind | undefined {
    if (argument !== 'id') return NAMED[argument];
    return NAMED[(this.paths.get(operation) ?? '/v1/credentials').split('/')[2]!];
  }

  /** What has to be said and is the same for all. */
  #usual({ name: field, args }: Field): Record<string, unknown> {
    const said = SAID();
    const values = args.filter(isRequiredArgument).flatMap(({ name, type }) => {
      const value = this.fixed.arguments[`${field}.${name}`] ?? said[name];
      if (name === 'first' || value === undefined) return [];
      return [[name, getNamedType(type).name === 'ImportKind' ? 'KONOSYS' : value]];
    });
    return Object.fromEntries(values) as Record<string, unknown>;
  }

  /** A text is planned once: what differs between callers and things stands in its variables. */
  #question(field: Field, { at }: GraphDoor, usual: Record<string, unknown>, by?: GraphQLArgument) {
    const told = field.args.filter((one) => one === by || usual[one.name] !== undefined);
    const declared = told.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const page = field.args.some(({ name }) => name === 'first') ? [`first: ${PAGE}`] : [];
    const given = [...page, ...told.map(({ name }) => `${name}: $${name}`)].join(', ');
    const type = getNamedType(field.type);
    const textOf = (depth: number): string =>
      `query${declared && ` (${declared})`} { ${field.name}${given && `(${given})`} ${this.selections.of(type, depth)} }`;
    // As deep as may be asked at once.
    const query = at === undefined && legalValues(textOf(1)) === undefined ? textOf(0) : textOf(1);
    return (id?: string): Question => ({
      ...{ method: 'POST', path: '/graphql', body: { query, variables: { ...usual, ...(by && { [by.name]: id }) } } },
      ...(at !== undefined && { at }),
    });
  }
}
