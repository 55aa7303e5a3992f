import type { FastifyInstance } from 'fastify';
import { fieldsOf, takesForms } from '../http/form.js';
import { originOf } from '../http/origin.js';
import { Grant, whatIsWrong } from './grant.js';
import { ISSUER, type Issuer } from './issuer.js';

/** An OpenID provider's discovery document, keys and token endpoint (OpenID Connect Discovery 1.0; RFC 6749, 4.4). */
export function issuerRoutes(http: FastifyInstance, issuer: Issuer): void {
  takesForms(http);

  http.get('/.well-known/openid-configuration', (request) => {
    const base = `${originOf(request)}${http.prefix}`;
    return {
      issuer: ISSUER,
      jwks_uri: `${base}/jwks`,
      token_endpoint: `${base}/token`,
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['none'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['token'],
      subject_types_supported: ['public'],
    };
  });

  http.get('/jwks', () => issuer.jwks());

  http.post('/token', async (request, reply) => {
    const fields = fieldsOf(request.body);
    reply.header('cache-control', 'no-store');
    if (fields['grant_type'] !== 'client_credentials')
      return reply
        .code(400)
        .send({ error: 'unsupported_grant_type', error_description: 'grant_type: client_credentials only' });
    const grant = Grant.safeParse(fields);
    if (!grant.success)
      return reply.code(400).send({ error: 'invalid_request', error_description: whatIsWrong(grant.error) });
    const { token, expiresIn } = await issuer.token(grant.data);
    return { access_token: token, token_type: 'Bearer', expires_in: expiresIn };
  });
}
