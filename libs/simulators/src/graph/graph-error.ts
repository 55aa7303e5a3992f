type About = { details?: { code: string; message: string; target: string }[]; headers?: Record<string, string> };

/** A refusal as Microsoft Graph words it: status and code are what callers may rely on, the text is indicative. */
export class GraphError extends Error {
  readonly details: About['details'];
  readonly headers: Record<string, string>;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    { details, headers = {} }: About = {},
  ) {
    super(message);
    this.details = details;
    this.headers = headers;
  }
}

/** 400 Request_BadRequest: what the directory refuses. */
export const badRequest = (message: string, about?: About): GraphError =>
  new GraphError(400, 'Request_BadRequest', message, about);

/** 400 BadRequest: what does not get as far as the directory. */
export const malformed = (message: string): GraphError => new GraphError(400, 'BadRequest', message);

export const unsupported = (message: string): GraphError => new GraphError(400, 'Request_UnsupportedQuery', message);

export const notFound = (id: string): GraphError =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

export const concurrent = (): GraphError =>
  new GraphError(
    409,
    'Directory_ConcurrencyViolation',
    'Error due to concurrent requests being made to the tenant. Please wait briefly and retry.',
  );

export const forbidden = (): GraphError =>
  new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

export const notAllowed = (): GraphError =>
  new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');

export const failedDependency = (): GraphError =>
  new GraphError(424, 'FailedDependency', 'A request that this one depends on failed.');
