/** Stands in for what the spec generates from the OpenAPI document: there the day is checked against it, and here against nothing. */
/* eslint-disable @typescript-eslint/no-explicit-any -- the document is not known here */
export type paths = any;
export type components = any;
