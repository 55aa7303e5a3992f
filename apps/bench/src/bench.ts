import { bounds } from './bench/bounds.js';
import { campaign } from './bench/campaign.js';
import { issueCredentials } from './bench/credentials.js';
import { idle } from './bench/idle.js';
import { importRoster } from './bench/import-roster.js';
import { provisioning } from './bench/provisioning.js';
import { search } from './bench/search.js';
import { runFrom } from './registry.js';

export const TRIALS = {
  import: importRoster,
  credentials: issueCredentials,
  campaign,
  provisioning,
  idle,
  search,
  bounds,
};

/** `npm run bench -- NAME`: a measurement; exits with 1 when it could not measure. @public */
export const main = (args: string[]): Promise<number> => runFrom('bench', TRIALS, args);
