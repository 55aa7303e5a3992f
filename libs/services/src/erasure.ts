import type { DynamicModule, Type } from '@nestjs/common';
import { erasure, Hindrance } from '@takwin/contracts/events/erasure';
import type { Service } from '@takwin/contracts/topology';
import { type Erases, erasing, type TellStage } from '@takwin/platform/erasure';
import { append } from '@takwin/platform/events';
import type { ServiceApp } from '@takwin/platform/service';

type ServiceModule = NonNullable<ServiceApp['module']>;

/** A service's module, which besides erases persons as the register says. */
export const withErasure = (
  service: Service,
  module: ServiceModule,
  how: Type<Erases>,
  needs: DynamicModule['imports'] = [],
): ServiceModule => ({ module: WithErasure, imports: [module, erasing(service, telling(service), how, needs)] });

class WithErasure {}

const EVENTS = { waiting: 'ErasureWaits', cleared: 'ErasureCleared', erased: 'ErasureDone' } as const;

const telling =
  (service: Service): TellStage =>
  (tx, { id, version, stage, because }) =>
    append(tx, erasure(service), EVENTS[stage], [
      { id, version, state: { stage, because: because === null ? null : Hindrance.parse(because) } },
    ]);
