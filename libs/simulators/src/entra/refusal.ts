import { randomUUID } from 'node:crypto';

/** A refusal of the token endpoint: an OAuth error with Entra ID's own code (AADSTS...). */
export class EntraRefusal extends Error {
  constructor(
    readonly status: 400 | 401,
    readonly error: string,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }

  /** The answer's body, in Entra ID's form of an OAuth error (RFC 6749, 5.2). */
  body(at: Date): Record<string, unknown> {
    const timestamp = `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`;
    const [trace, correlation] = [randomUUID(), randomUUID()];
    return {
      error: this.error,
      error_description:
        `AADSTS${this.code}: ${this.message}\r\nTrace ID: ${trace}\r\nCorrelation ID: ${correlation}\r\n` +
        `Timestamp: ${timestamp}`,
      error_codes: [this.code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${this.code}`,
    };
  }
}

export const tenantNotFound = (tenant: string) =>
  new EntraRefusal(
    400,
    'invalid_request',
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`,
  );

export const appNotFound = (clientId: string, tenant: string) =>
  new EntraRefusal(
    400,
    'unauthorized_client',
    700016,
    `Application with identifier '${clientId}' was not found in the directory '${tenant}'.`,
  );

export const missingParameter = (name: string) =>
  new EntraRefusal(400, 'invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`);

export const unsupportedGrant = (grant: string) =>
  new EntraRefusal(400, 'unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grant}'.`);

export const badScope = (scope: string) =>
  new EntraRefusal(
    400,
    'invalid_scope',
    1002012,
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  );

export const resourceNotFound = (resource: string, tenant: string) =>
  new EntraRefusal(
    400,
    'invalid_resource',
    500011,
    `The resource principal named ${resource} was not found in the tenant named ${tenant}.`,
  );

export const noCredential = () =>
  new EntraRefusal(
    401,
    'invalid_client',
    7000216,
    "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  );

export const wrongSecret = (clientId: string) =>
  new EntraRefusal(
    401,
    'invalid_client',
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  );

export const expiredSecret = (clientId: string) =>
  new EntraRefusal(
    401,
    'invalid_client',
    7000222,
    `The provided client secret keys for app '${clientId}' are expired.`,
  );

export const badAssertion = (code: 50027 | 700021 | 700023 | 700024 | 700027, message: string) =>
  new EntraRefusal(401, 'invalid_client', code, message);
