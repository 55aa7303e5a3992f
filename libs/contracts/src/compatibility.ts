/** As much of a JSON Schema as published states are made of. */
export type Shape = {
  type?: string | readonly string[];
  format?: string;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Shape[];
  properties?: Readonly<Record<string, Shape>>;
  required?: readonly string[];
  additionalProperties?: Shape | boolean;
  items?: Shape;
};

/**
 * What a change of a JSON Schema takes away from those who read what it describes: a property that is gone, has another
 * type, or may now be missing or null; a value of an enum that is no longer said. What is added, and what is said more
 * narrowly, breaks nobody: GraphQL draws the same line.
 * @param before the schema as it was published
 * @param after the schema as it is now
 * @param path what both describe, for the sentences
 * @returns one sentence for each break; none where readers are safe
 */
export function breaks(before: Shape, after: Shape, path = ''): string[] {
  const was = alternatives(before);
  const is = alternatives(after);
  const isNullable = is.some(saysNull);
  const lost = isNullable && !was.some(saysNull) ? [`${path} may now be null`] : [];
  const wasValues = was.filter((shape) => !saysNull(shape));
  const isValues = is.filter((shape) => !saysNull(shape));
  if (wasValues.length === 1 && isValues.length === 1)
    return [...lost, ...breaksOfOne(wasValues[0]!, isValues[0]!, path)];
  const strange = isValues.filter((now) => !wasValues.some((then) => breaksOfOne(then, now, path).length === 0));
  const gone = wasValues.filter((then) => !isValues.some((now) => breaksOfOne(then, now, path).length === 0));
  return [
    ...lost,
    ...strange.map((shape) => `${path} may now be ${nameOf(shape)}`),
    ...gone.map((shape) => `${path} is no longer ${nameOf(shape)}`),
  ];
}

function breaksOfOne(before: Shape, after: Shape, path: string): string[] {
  if (nameOf(before) !== nameOf(after) && !(nameOf(before) === 'number' && nameOf(after) === 'integer')) {
    return [`${path} was ${nameOf(before)} and is ${nameOf(after)}`];
  }
  return [
    ...breaksOfValues(before, after, path),
    ...breaksOfProperties(before, after, path),
    ...(before.items && after.items ? breaks(before.items, after.items, `${path}[]`) : []),
    ...(isShape(before.additionalProperties) && isShape(after.additionalProperties)
      ? breaks(before.additionalProperties, after.additionalProperties, `${path}{}`)
      : []),
  ];
}

function breaksOfValues(before: Shape, after: Shape, path: string): string[] {
  const was = valuesOf(before);
  const is = valuesOf(after);
  if (!was || !is) return was ? [`${path} is no longer one of a list`] : [];
  return was.filter((value) => !is.includes(value)).map((value) => `${path} no longer says ${JSON.stringify(value)}`);
}

function breaksOfProperties(before: Shape, after: Shape, path: string): string[] {
  return Object.entries(before.properties ?? {}).flatMap(([name, was]) => {
    const is = after.properties?.[name];
    const at = path ? `${path}.${name}` : name;
    if (!is) return [`${at} is gone`];
    const mayMiss = before.required?.includes(name) && !after.required?.includes(name);
    return [...(mayMiss ? [`${at} may now be missing`] : []), ...breaks(was, is, at)];
  });
}

function alternatives(shape: Shape): readonly Shape[] {
  if (shape.anyOf) return shape.anyOf.flatMap(alternatives);
  return Array.isArray(shape.type) ? shape.type.map((type: string) => ({ ...shape, type })) : [shape];
}

function saysNull(shape: Shape): boolean {
  return shape.type === 'null';
}

function valuesOf(shape: Shape): readonly unknown[] | undefined {
  return shape.enum ?? ('const' in shape ? [shape.const] : undefined);
}

/** The format counts as the type: a date that becomes an instant is another thing to read. */
function nameOf(shape: Shape): string {
  return shape.format ?? String(shape.type ?? 'anything');
}

function isShape(shape: Shape | boolean | undefined): shape is Shape {
  return typeof shape === 'object';
}
