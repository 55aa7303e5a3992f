import {
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

const KEYS = ['id', 'code', 'asked'];

/** What a page inside a page may bring. */
const INNER = 5;

/** Selects all that a type has, as deep as told, noting each field that was asked for. */
export class Selections {
  /** `Type.field` of all that was selected so far. */
  readonly asked = new Set<string>();

  /** `others`: `Type.field` of what is left out. */
  constructor(private readonly others: readonly string[] = []) {}

  /** How many fields a type has here beside its key. */
  countOf(type: GraphQLObjectType): number {
    return Object.keys(type.getFields()).filter(
      (name) => !KEYS.includes(name) && !this.others.includes(`${type.name}.${name}`),
    ).length;
  }

  /** Without braces where it is a leaf. */
  of(type: GraphQLNamedType, depth: number): string {
    if (isLeafType(type)) return '';
    if (isUnionType(type)) return '{ __typename }';
    const { name } = type as GraphQLObjectType | GraphQLInterfaceType;
    if (!isObjectType(type) && !isInterfaceType(type)) return '{ __typename }';
    const fields = Object.values(type.getFields()).flatMap((field) => this.#field(name, field, depth));
    return `{ ${['__typename', ...fields].join(' ')} }`;
  }

  #field(owner: string, field: Field, depth: number): string[] {
    if (this.others.includes(`${owner}.${field.name}`)) return [];
    const type = getNamedType(field.type);
    const isPage = /^(edges|node|pageInfo|items)$/.test(field.name);
    if (!isLeafType(type) && depth <= 0 && !isPage) return [];
    const given = argumentsOf(field);
    if (given === undefined) return [];
    this.asked.add(`${owner}.${field.name}`);
    return [`${field.name}${given} ${this.of(type, isPage ? depth : depth - 1)}`];
  }
}

/** Undefined where it takes what only somebody who knows the field can say. */
function argumentsOf({ args }: Field): string | undefined {
  const given = args.flatMap(({ name }) => (name === 'first' ? [`first: ${INNER}`] : []));
  if (args.some((one) => isRequiredArgument(one) && one.name !== 'first' && one.name !== 'id')) return undefined;
  // Only a figure of the scoreboard is asked for by its name inside something else.
  if (args.some((one) => isRequiredArgument(one) && one.name === 'id')) given.push('id: "academies"');
  return given.length > 0 ? `(${given.join(', ')})` : '';
}
