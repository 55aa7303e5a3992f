type Components = { parameters?: Record<string, object> };
type Paths<O> = Record<string, Record<string, O>>;

/** The operations of an OpenAPI document, with their parameters themselves where it refers to those that several share. */
export function resolved<O extends { parameters?: readonly object[] }>(document: {
  paths: Paths<O>;
  components: object;
}) {
  const { parameters: shared = {} } = document.components as Components;
  const itself = (one: { $ref?: string }): object => (one.$ref ? shared[one.$ref.split('/').at(-1)!]! : one);
  const whole = (operation: O): O => ({ ...operation, parameters: operation.parameters?.map(itself) });
  const all = <T, U>(named: Record<string, T>, made: (one: T) => U): Record<string, U> =>
    Object.fromEntries(Object.entries(named).map(([name, one]) => [name, made(one)]));
  return all(document.paths, (item) => all(item, whole));
}
