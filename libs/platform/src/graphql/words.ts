import { FIELDS, INPUTS } from './words/fields.js';
import { TYPES } from './words/types.js';

/** What a type stands for, where its schema does not say it. */
export const wordsOfType = (type: string): string | undefined => TYPES[type];

/** What a field of a type holds, where its schema does not say it: a name means one thing, unless the type has its own words. */
export const wordsOfField = (type: string, field: string): string | undefined =>
  FIELDS[`${type}.${field}`] ?? FIELDS[field];

/** The same of a field of an input, or of an argument. */
export const wordsOfInput = (type: string, field: string): string | undefined =>
  INPUTS[`${type}.${field}`] ?? INPUTS[field] ?? wordsOfField(type, field);
