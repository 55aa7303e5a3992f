/** The services, in the order in which they start. Each has a schema, a role, an event log and a subgraph of its name. */
export const SERVICES = ['academies', 'trainers', 'courses', 'certifications', 'licensing'] as const;
export type Service = (typeof SERVICES)[number];

/** The variable that tells where a service answers. */
export const urlVariable = (service: Service) => `${service.toUpperCase() as Uppercase<Service>}_URL` as const;

export type DeployableName =
  Service | 'roster-importer' | 'exam-scheduler' | 'licence-provisioner' | 'gateway' | 'simulators';

/** What is built, started and scaled by itself: a process, or a container. */
export type Deployable = {
  name: DeployableName;
  kind: 'service' | 'worker' | 'gateway' | 'simulator';
  /** The schema that it works on: its own for a service, its service's for a worker; none for what has no data. */
  schema?: Service;
  /** The logs that it follows. */
  follows?: readonly Service[];
  /** Environment that it needs besides what everyone has. */
  needs?: readonly ('cin' | 'sealing' | 'credentials' | 'graph' | 'initial-secrets' | 'services')[];
};

/** Every deployable, in the order in which they start; they end in the reverse one. */
export const TOPOLOGY: readonly Deployable[] = [
  { name: 'simulators', kind: 'simulator' },
  { name: 'academies', kind: 'service', schema: 'academies', follows: SERVICES, needs: ['cin', 'sealing'] },
  { name: 'trainers', kind: 'service', schema: 'trainers', follows: ['academies', 'courses', 'certifications'] },
  { name: 'courses', kind: 'service', schema: 'courses', follows: ['academies', 'trainers'] },
  {
    name: 'certifications',
    kind: 'service',
    schema: 'certifications',
    follows: ['academies', 'trainers', 'courses'],
    needs: ['credentials', 'sealing'],
  },
  { name: 'licensing', kind: 'service', schema: 'licensing', follows: ['academies'], needs: ['initial-secrets'] },
  { name: 'roster-importer', kind: 'worker', schema: 'academies', needs: ['cin', 'sealing'] },
  { name: 'exam-scheduler', kind: 'worker', schema: 'certifications', needs: ['credentials', 'sealing'] },
  { name: 'licence-provisioner', kind: 'worker', schema: 'licensing', needs: ['graph', 'initial-secrets'] },
  { name: 'gateway', kind: 'gateway', needs: ['services'] },
];
