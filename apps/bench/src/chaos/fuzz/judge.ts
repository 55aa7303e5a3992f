import { CATALOGUE } from '@takwin/contracts/refusals';
import { Words } from '@takwin/platform/errors';
import { RUN, SET } from './oddities.js';
import type { FuzzRequest } from './request.js';
import type { Told } from './sender.js';

export const FAULTS = ['errors_5xx', 'hangs', 'cut_off', 'stack_traces', 'non_problem', 'injected'] as const;
export type Fault = (typeof FAULTS)[number];
export type Finding = { fault: Fault; said: string };

const words = new Words(CATALOGUE);

/** What only our code, our SQL or our machine says: frames, statements, PostgreSQL's own words, JavaScript's, and paths. */
const INNARDS = [
  /\bat (?:async )?[\w.<>[\] ]+ \(?(?:file:|node:|\/)[^\s)]+:\d+/,
  /node_modules|file:\/\/\/(?!etc\/passwd)|\/(?:work|app|home|usr|tmp)\/[\w-]+\//,
  /\b(?:select .{1,200} from|insert into|delete from|update \w+ set)\b/i,
  /duplicate key value|violates [\w-]+ constraint|syntax error at or near|invalid input syntax|invalid byte sequence|out of range for type/i,
  /(?:relation|column|function|operator) "?[\w.]+"? does not exist|unterminated quoted string|deadlock detected|current transaction is aborted/i,
  /\b(?:TypeError|ReferenceError|RangeError|SyntaxError|QueryFailedError|ZodError|AssertionError)\b/,
  /Cannot (?:read|set) propert|is not a function|is not iterable|Unexpected token|Maximum call stack|undefined is not/,
  /\bFST_[A-Z_]+|UND_ERR_|ECONNREFUSED|ERR_[A-Z]+_[A-Z]+/,
];

/** What is wrong with an answer, whatever it was asked. */
export function judge(request: FuzzRequest, told: Told): Finding[] {
  if (told.failed) {
    // Who speaks no HTTP may be let go without a word, and so may who ended in the middle.
    if (told.failed === 'cut off' && request.kind === 'wire') return [];
    return [{ fault: told.failed === 'hang' ? 'hangs' : 'cut_off', said: told.reason }];
  }
  const text = told.body.toString('utf8');
  const findings: Finding[] = [];
  const find = (fault: Fault, said: string): void => void findings.push({ fault, said });
  const isTooBusy = told.status === 503 && told.headers['retry-after'] !== undefined;
  if (told.status >= 500 && !isTooBusy) find('errors_5xx', `${told.status} ${text.slice(0, 300)}`);
  const head = JSON.stringify(told.headers);
  const isPage = /^text\/html/.test(told.headers['content-type'] ?? '');
  for (const one of INNARDS) {
    const found = one.exec(isPage ? head : head + text)?.[0];
    if (found && !sentIn(request).includes(found)) find('stack_traces', found.slice(0, 200));
  }
  if (told.headers['set-cookie'] || told.headers[SET] !== undefined)
    find('injected', 'a header that was sent as a value');
  if (/root:x?:0:0/.test(text)) find('injected', 'a file of the machine');
  if (text.includes(RUN)) find('injected', 'what was sent was run');
  if (text.includes(SET) && !sentIn(request).includes(SET)) find('injected', 'what another request set');
  const wrong = formOf(request, told.status, told.headers['content-type'] ?? '', text);
  if (wrong) find(wrong.fault, wrong.said);
  return findings;
}

const sentIn = ({ path, headers, body, wire }: FuzzRequest): string =>
  [decoded(path), ...Object.values(headers), body?.toString('utf8'), wire?.toString('latin1')].join(' ');

function decoded(path: string): string {
  try {
    return decodeURIComponent(path) + path;
  } catch {
    return path;
  }
}

/** Whether a refusal is told as all are: as a problem, or in GraphQL as errors that are problems in their extensions. */
function formOf({ door, kind, method }: FuzzRequest, status: number, type: string, text: string): Finding | undefined {
  const wrong = (said: string): Finding => ({ fault: 'non_problem', said: `${status} ${type}: ${said}` });
  if (status < 400 && kind !== 'graph') return undefined;
  if (method === 'HEAD' || (status === 304 && text === '')) return undefined;
  if (status >= 300 && status < 400) return undefined;
  const body = parsed(text);
  if (status < 400 && body === undefined) return undefined;
  if (body === undefined) return wrong(text.slice(0, 200) || 'no body');
  const { errors, data } = body as { errors?: { message?: unknown; extensions?: Problem }[]; data?: unknown };
  if (kind === 'graph' && Array.isArray(errors) && !type.startsWith('application/problem')) {
    for (const { message, extensions } of errors) {
      const isTold = isProblem(extensions) || (door !== 'gateway' && isCode(extensions?.code));
      if (typeof message !== 'string' || !isTold) return wrong(JSON.stringify(errors).slice(0, 300));
      if (NOT_SERVED.has(extensions!.code!))
        return { fault: 'errors_5xx', said: JSON.stringify(extensions).slice(0, 300) };
    }
    return undefined;
  }
  if (status < 400) return data === undefined && kind === 'graph' ? wrong(text.slice(0, 200)) : undefined;
  if (!type.startsWith('application/problem+json')) return wrong(text.slice(0, 200));
  if (!isProblem(body as Problem)) return wrong(text.slice(0, 300));
  return (body as Problem).status === status ? undefined : wrong('another status in the problem');
}

type Problem = { type?: unknown; title?: unknown; status?: unknown; code?: string; detail?: unknown };

/** What a service's GraphQL says itself of a text that it does not run; the gateway, which the public asks, tells it as a problem. */
const OF_GRAPHQL = new Set([
  ...['BAD_REQUEST', 'BAD_USER_INPUT', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
  ...['OPERATION_RESOLUTION_FAILURE', 'PERSISTED_QUERY_NOT_SUPPORTED', 'PERSISTED_QUERY_NOT_FOUND'],
]);

/** Codes by which GraphQL tells in an answer of 200 what REST tells by a status of 500 or above; OVERLOADED is told to who may wait. */
const NOT_SERVED = new Set(['INTERNAL', 'SERVICE_UNAVAILABLE', 'SERVICE_TIMEOUT']);

const isCode = (code = ''): boolean => OF_GRAPHQL.has(code) || words.nameOf(code) !== undefined;

const isProblem = (one: Problem | undefined): boolean =>
  typeof one?.type === 'string' &&
  typeof one.title === 'string' &&
  typeof one.status === 'number' &&
  typeof one.code === 'string' &&
  words.nameOf(one.code) !== undefined;

function parsed(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}
