import type { ServiceApp } from '@takwin/platform/service';

type LogOf = 'academies' | 'trainers' | 'courses' | 'certifications' | 'licensing';

export type AppPlace = {
  name: string;
  load: () => Promise<{ app: ServiceApp }>;
  /** The schema that it works on: its own for a service, its service's for a worker; none for what has no data. */
  schema?: LogOf;
  /** The logs that it follows. */
  follows?: readonly LogOf[];
  /** Environment that it needs besides what everyone has. */
  needs?: readonly ('cin' | 'credentials' | 'graph' | 'initial-secrets' | 'services')[];
};

const ALL: readonly LogOf[] = ['academies', 'trainers', 'courses', 'certifications', 'licensing'];

/** Every app of the house, in the order in which they start; they end in the reverse one. */
export const HOUSE: readonly AppPlace[] = [
  { name: 'simulators', load: () => import('@takwin/simulators-app/app') },
  {
    name: 'academies',
    load: () => import('@takwin/academies-app/app'),
    schema: 'academies',
    follows: ALL,
    needs: ['cin'],
  },
  {
    name: 'trainers',
    load: () => import('@takwin/trainers-app/app'),
    schema: 'trainers',
    follows: ['academies', 'courses'],
  },
  {
    name: 'courses',
    load: () => import('@takwin/courses-app/app'),
    schema: 'courses',
    follows: ['academies', 'trainers'],
  },
  {
    name: 'certifications',
    load: () => import('@takwin/certifications-app/app'),
    schema: 'certifications',
    follows: ['academies', 'trainers', 'courses'],
    needs: ['credentials'],
  },
  {
    name: 'licensing',
    load: () => import('@takwin/licensing-app/app'),
    schema: 'licensing',
    follows: ['academies'],
    needs: ['initial-secrets'],
  },
  {
    name: 'roster-importer',
    load: () => import('@takwin/roster-importer-app/app'),
    schema: 'academies',
    needs: ['cin'],
  },
  {
    name: 'exam-scheduler',
    load: () => import('@takwin/exam-scheduler-app/app'),
    schema: 'certifications',
    needs: ['credentials'],
  },
  {
    name: 'licence-provisioner',
    load: () => import('@takwin/licence-provisioner-app/app'),
    schema: 'licensing',
    needs: ['graph', 'initial-secrets'],
  },
  { name: 'gateway', load: () => import('@takwin/gateway-app/app'), needs: ['services'] },
];

export const SERVICES = HOUSE.filter(({ name, schema }) => name === schema);

export function placeOf(name: string): AppPlace {
  const place = HOUSE.find((one) => one.name === name);
  if (!place) throw new Error(`no app is called ${name}: ${HOUSE.map((one) => one.name).join(', ')}`);
  return place;
}
