import type { Service } from '@takwin/contracts/topology';

/** The base URL of each service, without a slash at the end. */
export type ServiceUrls = Readonly<Record<Service, string>>;
