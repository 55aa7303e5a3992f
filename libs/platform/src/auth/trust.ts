import type { AppEnv } from '../config/env.js';
import type { Trust } from './jwt.js';

const discoveryAt = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** Whose tokens a service believes by its settings; tokens may be for all services, or for this one alone. */
export function trustOf(env: AppEnv, service: string): Trust {
  const { OIDC_ISSUER: issuer, OIDC_JWKS_URL: jwksUrl, SIMULATED_ISSUER_URL: simulated } = env;
  const place = !issuer
    ? { discoveryUrl: discoveryAt(simulated!) }
    : jwksUrl
      ? { issuer, jwksUrl }
      : { issuer, discoveryUrl: discoveryAt(issuer) };
  return {
    ...place,
    paths: env.OIDC_CLAIMS,
    roles: env.OIDC_ROLES,
    audiences: env.OIDC_AUDIENCE.flatMap((audience) => [audience, `${audience}/${service}`]),
    lifetime: env.OIDC_TOKEN_HOURS * 3_600,
  };
}
