import type { Words } from '../errors/words.js';
import type { OpenApiPart } from './openapi-schema.js';
import { codeOf } from './problem.js';

/** What is refused with which status: the name of the answer, and when it comes. */
const REFUSED: Record<number, readonly [name: string, when: string]> = {
  400: ['Malformed', 'The request is not of the form that its type and length say.'],
  401: ['Unauthenticated', 'There is no token, or one that is not believed.'],
  403: ['Forbidden', 'The role, the OAuth scope or a rule of four eyes does not allow it.'],
  404: ['NotFound', 'There is no such thing, or none that the caller may know of.'],
  406: [
    'NotAcceptable',
    'The answer is there in none of the forms that Accept takes; `available` names those that it is in.',
  ],
  409: ['Conflict', 'What is there now does not allow it.'],
  412: ['VersionMismatch', 'It has another version by now than If-Match names; `current` says which.'],
  413: ['PayloadTooLarge', 'The body is longer than is taken.'],
  415: ['UnsupportedMediaType', 'The body is of a type that is not taken; `accepted` names those that are.'],
  422: ['InvalidInput', 'What was said is not valid; `errors` names each field.'],
  428: ['PreconditionRequired', 'If-Match has to say which version was read.'],
  500: ['InternalError', 'Nobody foresaw this: `trace` finds it in the logs.'],
  503: [
    'ServiceUnavailable',
    'Something that is needed is away for a moment. Writes may be sent again with the same Idempotency-Key.',
  ],
  504: ['ServiceTimeout', 'No answer came in time. Writes may be sent again with the same Idempotency-Key.'],
};
const STATUSES = Object.keys(REFUSED).map(Number);

const HEADERS: Record<number, OpenApiPart> = {
  401: { 'WWW-Authenticate': { description: 'Bearer', schema: { type: 'string' } } },
  503: {
    'Retry-After': {
      description: 'After how many seconds to ask again',
      schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 3600, examples: [1] },
    },
  },
};

/** What is true of an operation, as far as it decides how it may be refused. */
type Traits = {
  isOpen: boolean;
  hasBody: boolean;
  namesThings: boolean;
  mayConflict: boolean;
  version: 'none' | 'may' | 'must';
};

/** The refusals that an operation may answer, by their status. */
export function refusalsOf({ isOpen, hasBody, namesThings, mayConflict, version }: Traits): OpenApiPart {
  const may: Record<number, boolean> = {
    400: hasBody,
    403: !isOpen,
    404: namesThings,
    409: mayConflict,
    412: version !== 'none',
    413: hasBody,
    415: hasBody,
    428: version === 'must',
  };
  const listed = STATUSES.filter((status) => may[status] ?? true);
  return {
    ...Object.fromEntries(listed.map((status) => [status, reference(REFUSED[status]![0])])),
    default: reference('Problem'),
  };
}

const reference = (name: string): OpenApiPart => ({ $ref: `#/components/responses/${name}` });

/** The answers that operations refer to, with the codes that the catalogue has for each. */
export function answersBy(words: Words): Record<string, OpenApiPart> {
  const refused = STATUSES.map((status) => {
    const [name, when] = REFUSED[status]!;
    const codes = codesOf(words, status);
    const description = codes.length > 0 ? `${when} One of these codes, and others later: ${codes.join(', ')}.` : when;
    return [name, problem(description, HEADERS[status])] as const;
  });
  return {
    ...Object.fromEntries(refused),
    NotModified: { description: 'The caller has it already: the ETag is one that If-None-Match names.' },
    Problem: problem('Any other refusal'),
  };
}

// What the graph alone refuses has 400, too.
const codesOf = (words: Words, status: number): string[] => (status === 400 ? [codeOf(400)!] : words.codesOf(status));

const problem = (description: string, headers?: OpenApiPart): OpenApiPart => ({
  description,
  ...(headers && { headers }),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** A refusal as RFC 9457 tells it. */
export const PROBLEM: OpenApiPart = {
  type: 'object',
  description:
    'Says why something was refused, in the language that Accept-Language asks for. Some codes tell more members.',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'The page of the code' },
    title: { type: 'string', description: 'The code in words' },
    status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599, description: 'As the status line says' },
    code: {
      type: 'string',
      pattern: '^[A-Z][A-Z0-9_]*$',
      description: "Stable: the same as GraphQL's extensions.code",
    },
    detail: { type: 'string', description: 'What holds, or what to do' },
    hint: {
      type: 'string',
      description: 'What this one refusal says more: to people in their language, to developers in English',
    },
    trace: { type: 'string', description: 'Of INTERNAL: by what the logs are searched' },
    current: {
      type: 'integer',
      format: 'int32',
      minimum: 0,
      maximum: 2 ** 31 - 1,
      description: 'Of VERSION_MISMATCH: the version that it has by now',
    },
    state: { type: 'string', description: 'Where the state of a thing forbids what was asked: which it has' },
    from: {
      description: 'Where a change, a day or an hour is refused: the state or the first day that it starts from',
    },
    to: { description: 'Where a change is refused: the state that it would have led to' },
    alternatives: {
      type: 'array',
      description: 'Of SITTING_IS_FULL and its like: what is still free, to be asked for instead',
      items: { type: 'object' },
    },
    errors: {
      type: 'array',
      description: 'The fields that are wrong',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: {
          path: { type: 'string', description: 'Where it stands: dotted, such as items.3.dueOn' },
          code: { type: 'string', pattern: '^[a-z][a-z0-9_]*$', description: 'Stable: invalid_type, too_small' },
          message: { type: 'string', description: 'What is expected' },
        },
      },
    },
  },
  examples: [
    {
      type: '/docs/refusals/INVALID_INPUT',
      title: 'The data is not valid',
      status: 422,
      code: 'INVALID_INPUT',
      detail: 'Correct the fields listed in errors, then send the request again.',
      errors: [
        { path: 'code', code: 'invalid_format', message: 'capital letters and digits, in parts joined by hyphens' },
      ],
    },
  ],
};
