/** Stands in for what the spec generates from the OpenAPI document: there the day is checked against it, and here against nothing. */
export type paths = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- the document is not known here
