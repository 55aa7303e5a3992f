import { randomBytes } from 'node:crypto';

const key = (): string => randomBytes(32).toString('base64');

/** Keys for the numbers of identity cards, as an environment gives them: of one run of a spec. */
export const CIN_KEYS = { CIN_ENCRYPTION_KEY: key(), CIN_HASH_KEY: key() };
