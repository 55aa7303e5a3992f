/** Microsoft asks to wait: nothing was done, as far as it says. */
export class GraphThrottled extends Error {
  constructor(readonly retryAfterMs: number | null) {
    super('Microsoft Graph asks to wait');
  }
}

/** The answer was lost, or is none: what was asked may have been done. */
export class GraphUnanswered extends Error {}

/** The time in which it might have been sent is over: nothing was asked. */
export class GraphUnsent extends Error {}

/** Microsoft refuses the app itself, not what it asked for: no request of it will do better until someone mends that. */
export class GraphRefusedApp extends Error {
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

type GraphErrorBody = { error?: { code?: string; message?: string } };

// No code tells these apart: the texts are Microsoft's (design facts, section 3), and whatever is not known stays generic.
const TEXTS: readonly [RegExp, string][] = [
  [/does not have any available licenses/i, 'NO_SEAT_IN_TENANT'],
  [/invalid usage location/i, 'USAGE_LOCATION_INVALID'],
  [/valid company license/i, 'SKU_NOT_IN_TENANT'],
  [/mutually exclusive/i, 'SERVICE_PLANS_CONFLICT'],
  [/depends on the service plan/i, 'SERVICE_PLAN_MISSING'],
  [/inherited from a group/i, 'LICENCE_IS_INHERITED'],
  [/quota limit/i, 'DIRECTORY_IS_FULL'],
];

// Families of the catalogue: what follows is Microsoft's own name for it.
const OF_GRAPH = 'GRAPH_REFUSED';
const OF_GROUP = 'GROUP_LICENCE';

/** The reason that we tell of a request that Microsoft refused for good. */
export function reasonOf(status: number, body: unknown): string {
  const { code = '', message = '' } = (body as GraphErrorBody | undefined)?.error ?? {};
  const known = TEXTS.find(([text]) => text.test(message));
  if (known) return known[1];
  return `${OF_GRAPH}_${code.replace(/\W/g, '_').toUpperCase() || status}`.slice(0, 80);
}

/** What Microsoft itself calls a refusal: its code, or the HTTP status where it gives none. */
export const errorOf = (status: number, body: unknown): string =>
  ((body as GraphErrorBody | undefined)?.error?.code || String(status)).slice(0, 80);

/** What Microsoft found when it processed a group's licence for a member (licenseAssignmentState, error); read leniently. */
const GROUP_ERRORS: Record<string, string> = {
  CountViolation: 'NO_SEAT_IN_TENANT',
  MutuallyExclusiveViolation: 'SERVICE_PLANS_CONFLICT',
  DependencyViolation: 'SERVICE_PLAN_MISSING',
  ProhibitedInUsageLocationViolation: 'USAGE_LOCATION_INVALID',
  UniquenessViolation: 'ACCOUNT_NOT_UNIQUE',
};

export const groupReasonOf = (error: string | null | undefined): string =>
  GROUP_ERRORS[error ?? ''] ?? `${OF_GROUP}_${(error ?? 'OTHER').replace(/\W/g, '_').toUpperCase()}`.slice(0, 80);

/** Whether Microsoft refused the app, and would refuse it every other request: the consent of the tenant is missing. */
export const isForbidden = (status: number, body: unknown): boolean =>
  status === 403 && (body as GraphErrorBody | undefined)?.error?.code === 'Authorization_RequestDenied';

/** Whether the same request may succeed later: throttling, concurrency, what is not yet visible, and lost answers. */
export const isTransient = (status: number): boolean =>
  status === 0 || status === 404 || status === 409 || status === 424 || status === 429 || status >= 500;
