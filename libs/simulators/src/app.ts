import { SystemClock } from '@takwin/platform/clock';
import { readEnv } from '@takwin/platform/config';
import type { ServiceApp } from '@takwin/platform/service';
import { SimulatorsEnv } from './env.js';
import { serverOf } from './http/server.js';
import { Simulation } from './simulation.js';

/**
 * What we do not own, over real HTTP: a development OIDC issuer, Entra ID's token endpoint, and Microsoft Graph v1.0.
 * Starts on HOST and PORT; the url that it returns is the origin before /issuer, /entra and /graph/v1.0.
 * Refuses (ConfigError) what is wrong in the environment, by variable.
 */
export const app: ServiceApp = {
  name: 'simulators',
  async start(env) {
    const { HOST, PORT, TAKWIN_HOME, SIM_SETTINGS, SIM_TENANTS } = readEnv(SimulatorsEnv, env);
    const simulation = await Simulation.open({
      tenants: SIM_TENANTS,
      settings: SIM_SETTINGS,
      clock: new SystemClock(),
      home: TAKWIN_HOME,
    });
    const http = serverOf(simulation);
    const url = await http.listen({ host: HOST, port: PORT });
    return {
      name: 'simulators',
      url,
      async close(): Promise<void> {
        await http.close();
        simulation.close();
      },
    };
  },
};
