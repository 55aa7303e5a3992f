import type { z } from 'zod';

/** One field that is wrong: `path` is dotted, `code` is stable (`invalid_type`, `too_small`, ...). */
export type Fault = { path: string; code: string; message: string };

type About = { status?: number; detail?: string; faults?: Fault[]; extra?: Record<string, unknown> };

/** A named refusal: the same stable code on REST, in GraphQL, in a job and on an imported row. */
export class Refusal extends Error {
  readonly status: number;
  readonly detail: string | undefined;
  readonly faults: Fault[];
  readonly extra: Record<string, unknown>;

  constructor(
    readonly code: string,
    { status = 409, detail, faults = [], extra = {} }: About = {},
  ) {
    super([code, ...faults.map((fault) => `${fault.path}:${fault.code}`)].join(' '));
    this.status = status;
    this.detail = detail;
    this.faults = faults;
    this.extra = extra;
  }
}

/** What the caller may not know of is answered like what does not exist. */
export class NotFound extends Refusal {
  constructor(what?: string) {
    super('NOT_FOUND', { status: 404, detail: what && `no such ${what}` });
  }
}

export class Forbidden extends Refusal {
  constructor(detail?: string) {
    super('FORBIDDEN', { status: 403, detail });
  }
}

export class Unauthenticated extends Refusal {
  constructor(detail?: string) {
    super('UNAUTHENTICATED', { status: 401, detail });
  }
}

/** Nobody reads it: whoever asked closed the connection before there was an answer. */
export class CallerHasLeft extends Refusal {
  constructor() {
    super('ABANDONED', { status: 499 });
  }
}

type Issue = { code?: string; message: string; path?: readonly unknown[]; keys?: string[]; params?: { code?: string } };

/** INVALID_INPUT with a fault per issue; unknown keys are named one by one. */
export function invalid(issues: readonly Issue[]): Refusal {
  const faults = issues.flatMap((issue) =>
    (issue.keys ?? [undefined]).map((key) => ({
      path: [...(issue.path ?? []), ...(key === undefined ? [] : [key])].map(segment).join('.'),
      code: issue.params?.code ?? issue.code ?? 'invalid',
      message: issue.message,
    })),
  );
  return new Refusal('INVALID_INPUT', { status: 422, faults });
}

// A standard schema may hand its path as { key } objects.
function segment(part: unknown): string {
  return String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part);
}

/** Parses at a door: the value as the schema says, or INVALID_INPUT. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw invalid(result.error.issues as never);
  return result.data;
}
