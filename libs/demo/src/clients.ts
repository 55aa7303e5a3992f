import type { Issuer } from '@takwin/simulators/issuer/issuer';
import { Client } from './client.js';

/** Those who play the main job: who runs the programme, the machine that delivers results, and who confirms and who decides beside the first. */
export type Clients = { api: Client; delivery: Client; second: Client; third: Client };

/** All of them at one house, by tokens of the development issuer that its services believe. */
export async function clientsOf(url: string, issuer: Issuer): Promise<Clients> {
  const as = async (grant: { role: 'programme-admin' | 'integrator'; subject: string; scope?: string[] }) => {
    const { token } = await issuer.token({ region: [], academy: [], group: [], hours: 12, ...grant });
    return new Client(url, token);
  };
  return {
    api: await as({ role: 'programme-admin', subject: 'demo:programme' }),
    delivery: await as({ role: 'integrator', subject: 'demo:delivery', scope: ['results'] }),
    second: await as({ role: 'programme-admin', subject: 'demo:second' }),
    third: await as({ role: 'programme-admin', subject: 'demo:third' }),
  };
}
