import type { z } from 'zod';

/** One field that is wrong: `path` is dotted, `code` is stable (`invalid_type`, `too_small`, ...). */
export type Fault = { path: string; code: string; message: string };

type About = {
  status?: number;
  /** What is said of a code that no catalogue holds. */
  detail?: string;
  /** What this one refusal says more than its code and `extra`, in English: told to others where the catalogue translates it. */
  hint?: string;
  faults?: Fault[];
  /** What is told beside the code, and stands for the placeholders of its sentence. */
  extra?: Record<string, unknown>;
  /** In how many seconds it may be asked again; a second, where something is away for a moment. */
  retryAfter?: number;
};

/** A named refusal: the same stable code on REST, in GraphQL, in a job and on an imported row. */
export class Refusal extends Error {
  readonly status: number;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly faults: Fault[];
  readonly extra: Record<string, unknown>;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: string,
    { status = 409, detail, hint, faults = [], extra = {}, retryAfter }: About = {},
  ) {
    super([code, ...faults.map((fault) => `${fault.path}:${fault.code}`)].join(' '));
    this.status = status;
    this.detail = detail;
    this.hint = hint;
    this.faults = faults;
    this.extra = extra;
    this.retryAfter = retryAfter ?? (status === 503 ? 1 : undefined);
  }
}

/** What the caller may not know of is answered like what does not exist. */
export class NotFound extends Refusal {
  constructor(what?: string) {
    super('NOT_FOUND', { status: 404, hint: what && `no such ${what}` });
  }
}

export class Forbidden extends Refusal {
  constructor(hint?: string) {
    super('FORBIDDEN', { status: 403, hint });
  }
}

export class Unauthenticated extends Refusal {
  constructor(hint?: string, extra?: Record<string, unknown>) {
    super('UNAUTHENTICATED', { status: 401, hint, extra });
  }
}

/** Nobody reads it: whoever asked closed the connection before there was an answer. */
export class CallerHasLeft extends Refusal {
  constructor() {
    super('ABANDONED', { status: 499 });
  }
}

export type Issue = {
  code?: string;
  message: string;
  path?: readonly unknown[];
  keys?: string[];
  /** `code` where it is not the issue's own; the rest stands for the placeholders of the message that is named. */
  params?: { code?: string; [name: string]: unknown };
  [more: string]: unknown;
};

// Beside the fault and not in it: it holds what was given, which no answer and no log repeats.
const issues = new WeakMap<Fault, Issue>();

/** The issue that a fault was made of, for telling it in another language. */
export const issueOf = (fault: Fault): Issue | undefined => issues.get(fault);

/** INVALID_INPUT of the end of a time that is before its beginning, by the name of the field that says the end. */
export const reversed = (end: string): Refusal =>
  invalid([{ path: [end], code: 'ends_before_it_begins', message: 'ends before it begins' }]);

/** INVALID_INPUT with a fault per issue; unknown keys are named one by one. A message may be a name of the catalogue's faults. */
export function invalid(found: readonly Issue[]): Refusal {
  const faults = found.flatMap((issue) =>
    (issue.keys ?? [undefined]).map((key) => {
      const fault = {
        path: [...(issue.path ?? []), ...(key === undefined ? [] : [key])].map(segment).join('.'),
        code: issue.params?.code ?? issue.code ?? 'invalid',
        message: issue.message,
      };
      issues.set(fault, key === undefined ? issue : { ...issue, keys: [key] });
      return fault;
    }),
  );
  return new Refusal('INVALID_INPUT', { status: 422, faults });
}

// A standard schema may hand its path as { key } objects.
function segment(part: unknown): string {
  return String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part);
}

/** Parses at a door: the value as the schema says, or INVALID_INPUT. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (!result.success) throw invalid(result.error.issues as never);
  return result.data;
}
