import type { DeployableName } from '@takwin/contracts/topology';
import { ConfigError } from '@takwin/platform/config';
import type { ServiceApp } from '@takwin/platform/service';

// Each by itself: a process loads the code of what it runs.
const MODULES: Readonly<Record<DeployableName, () => Promise<{ app: ServiceApp }>>> = {
  simulators: () => import('@takwin/simulators/app'),
  academies: () => import('./academies.js'),
  trainers: () => import('./trainers.js'),
  courses: () => import('./courses.js'),
  certifications: () => import('./certifications.js'),
  licensing: () => import('./licensing.js'),
  'roster-importer': () => import('./roster-importer.js'),
  'exam-scheduler': () => import('./exam-scheduler.js'),
  'licence-provisioner': () => import('./licence-provisioner.js'),
  gateway: () => import('@takwin/gateway/app'),
};

/** The composition of a deployable, and nothing of the others. Refuses (ConfigError) a name that none has. */
export async function loadApp(name: string): Promise<ServiceApp> {
  if (!Object.hasOwn(MODULES, name))
    throw new ConfigError(`no app is called ${name}: ${Object.keys(MODULES).join(', ')}`);
  return (await MODULES[name as DeployableName]()).app;
}
