import type { INestApplication, Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** The classes that stand at each door of a service; a resolver is one of its providers. */
export type Entrypoints = { controllers: readonly Type[]; resolvers: readonly Type[] };

/** What the modules of a service declare. */
export function entrypointsOf(service: INestApplication): Entrypoints {
  const discovery = service.get(DiscoveryService, { strict: false });
  const typesOf = (some: { metatype: unknown }[]) =>
    some.flatMap(({ metatype }) => (typeof metatype === 'function' && metatype.prototype ? [metatype as Type] : []));
  return { controllers: typesOf(discovery.getControllers()), resolvers: typesOf(discovery.getProviders()) };
}

/** The methods of a controller or resolver. */
export function handlersOf(type: object): object[] {
  const { prototype } = type as { prototype: object };
  return Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { value }]) =>
    name !== 'constructor' && typeof value === 'function' ? [value as object] : [],
  );
}
