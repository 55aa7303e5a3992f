import type { FieldMiddleware } from '@nestjs/graphql';
import { languageOf } from '../errors/language.js';
import type { Words } from '../errors/words.js';
import { sayAll } from '../schema/reason-text.js';

type Spoken = { req: { headers: Readonly<Record<string, string | undefined>> }; words: Words };

/** Answers a field with what is said of the reason that another field of the object holds. */
export const sayingOf =
  (field: string): FieldMiddleware<Record<string, unknown>, Spoken> =>
  ({ source, context: { req, words } }) =>
    sayAll(source[field], (reason) => words.reasonOf(reason, languageOf(req.headers['accept-language']), source));
