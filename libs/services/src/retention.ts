import { retention } from '@takwin/contracts/events/retention';
import { RetentionDays } from '@takwin/contracts/personal-data';
import type { Service } from '@takwin/contracts/topology';
import { retaining, type RetentionStep } from '@takwin/platform/retention';
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
  imports: [module, retaining(retention(service), steps, Settings)],
});

class WithRetention {}
