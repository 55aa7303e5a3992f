/** Stands in for what the spec generates from the graph's introspection, as `rest-types.ts` does for the OpenAPI document. */
export type introspection = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- the schema is not known here
