/** An OpenID provider that others wrote, for the spec beside it: its clients' tokens bear claims as Entra ID and Keycloak shape them. */
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const CLAIMS = {
  entra: {
    oid: '7d1f5c62-0f4e-4b55-9a49-3a8c6d0c1f11',
    ver: '2.0',
    roles: ['Takwin.Manager', 'Somebody.Else'],
    scp: 'access_as_user',
    groups: ['5c9d2c1e-6a0b-4a52-9b6f-4e8a9a0f1d22'],
    extension_academies: ['8f14e45f-ceea-467f-a8f4-3f1d2c5b7a90'],
  },
  'entra-machine': {
    oid: '00000000-feed-4b55-9a49-3a8c6d0c1f11',
    idtyp: 'app',
    roles: ['Takwin.Machine', 'FindOrders'],
  },
  keycloak: {
    typ: 'Bearer',
    realm_access: { roles: ['offline_access', 'default-roles-ofppt', 'directeur-regional'] },
    'https://takwin.ofppt.ma/regions': ['MA-06'],
  },
  plain: { role: 'integrator' },
  stranger: {},
};

const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const server = createServer((request, response) => provider.callback()(request, response));
await new Promise((listens) => server.listen(0, '127.0.0.1', listens));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'of-the-provider' }] },
  clients: Object.keys(CLAIMS).map((client_id) => ({
    client_id,
    client_secret: 'secret',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  })),
  scopes: ['FindOrders', 'PlaceOrder'],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, resource) => ({
        scope: 'FindOrders PlaceOrder',
        audience: resource.replace('urn:', ''),
        accessTokenFormat: 'jwt',
        accessTokenTTL: 600,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  extraTokenClaims: (_, { clientId }) => CLAIMS[clientId],
});
process.send({ issuer });
process.on('disconnect', () => process.exit());
