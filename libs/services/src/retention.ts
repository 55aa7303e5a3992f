import { retention } from '@takwin/contracts/events/retention';
import { RetentionDays } from '@takwin/contracts/personal-data';
import type { Service } from '@takwin/contracts/topology';
import { append } from '@takwin/platform/events';
import { retaining, type RetentionStep, type TellRun } from '@takwin/platform/retention';
import type { ServiceApp } from '@takwin/platform/service';
import { z } from 'zod';

type ServiceModule = NonNullable<ServiceApp['module']>;

const Settings = z.object({ RETENTION: RetentionDays });

/** A service's module, which besides removes each day what is no longer kept of these kinds. */
export const withRetention = (
  service: Service,
  module: ServiceModule,
  steps: readonly RetentionStep[],
): ServiceModule => ({
  module: WithRetention,
  imports: [module, retaining(service, telling(service), steps, Settings)],
});

class WithRetention {}

const telling =
  (service: Service): TellRun =>
  (tx, run) =>
    append(tx, retention(service), 'RetentionRan', [{ id: `${run.kind} ${run.on}`, version: 1, state: run }]);
