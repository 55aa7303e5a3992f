/** The services behind the gateway, by the names that the supergraph, the health page and the metrics give them. */
export const SERVICES = ['academies', 'trainers', 'courses', 'certifications', 'licensing'] as const;

export type Service = (typeof SERVICES)[number];

/** The base URL of each service, without a slash at the end. */
export type ServiceUrls = Readonly<Record<Service, string>>;
