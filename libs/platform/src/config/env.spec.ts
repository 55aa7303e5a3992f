import { describe, expect, it } from '@jest/globals';
import { ConfigError, readEnv, ServiceEnv } from './env.js';

const good = {
  OIDC_ISSUER: 'https://issuer.takwin.test',
  OIDC_JWKS_URL: 'http://127.0.0.1:1/jwks',
  DATABASE_URL: 'postgres://takwin_courses@127.0.0.1:1/takwin',
};

describe('reading the environment', () => {
  it('takes what is given, defaults the rest, and treats an empty variable as absent', () => {
    expect(readEnv(ServiceEnv, { ...good, REDIS_URL: '', OTHER: 'x' })).toEqual({
      ...good,
      HOST: '127.0.0.1',
      PORT: 0,
      OIDC_AUDIENCE: 'takwin',
      LOG_LEVEL: 'info',
      DATABASE_POOL: 5,
      SWEEP_SECONDS: 5,
      JOB_LOCK_SECONDS: 20,
    });
  });

  it('refuses with every variable that is missing or wrong', () => {
    const read = () =>
      readEnv(ServiceEnv, { ...good, DATABASE_URL: 'mysql://x', OIDC_ISSUER: undefined, PORT: 'many' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/^PORT: .*\nOIDC_ISSUER: .*\nDATABASE_URL: .*$/);
  });
});
