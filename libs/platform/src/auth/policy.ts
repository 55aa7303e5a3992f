import { Injectable, type CanActivate, type ExecutionContext, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { isOpen, operationRunBy, requestOf, takenSchemas } from '../http/operation.js';
import { ruleOf } from '../schema/schema.js';
import { grant } from './grant.js';

/** Lets a handler run when the rule of its operation names the caller's role. Denies by default. */
@Injectable()
export class PolicyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    if (!isOpen(handler)) grant(requestOf(context), operationRunBy(handler));
    return true;
  }
}

const ENTRY_POINTS = ['path', 'graphql:resolver_type', 'graphql:resolve_property', 'graphql:resolve_reference'];

/** Refuses to start while a route, resolver, reference or field runs without a rule, or takes another schema than it checks. */
@Injectable()
export class EveryOperationHasARule implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const bare = [...this.discovery.getControllers(), ...this.discovery.getProviders()].flatMap(({ metatype }) =>
      typeof metatype === 'function' && metatype.prototype ? bareHandlers(metatype) : [],
    );
    if (bare.length > 0) throw new Error(`No rule says who may run: ${[...new Set(bare)].join(', ')}`);
  }
}

type Named = { name: string; prototype: object };

function bareHandlers(type: unknown): string[] {
  const { name: owner, prototype } = type as Named;
  return methodsOf(prototype)
    .filter(([, handler]) => ENTRY_POINTS.some((key) => Reflect.hasMetadata(key, handler)) && !isOpen(handler))
    .filter(([name, handler]) => {
      const operation = operationRunBy(handler);
      const hasRule = Object.keys(ruleOf(operation) ?? {}).length > 0;
      return !hasRule || takenSchemas(type as object, name).some((taken) => taken !== operation);
    })
    .map(([name]) => `${owner}.${name}`);
}

function methodsOf(prototype: object | null): [string, object][] {
  if (!prototype || prototype === Object.prototype) return [];
  const own = Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { value }]) =>
    name !== 'constructor' && typeof value === 'function' ? [[name, value as object] as [string, object]] : [],
  );
  return [...own, ...methodsOf(Object.getPrototypeOf(prototype) as object | null)];
}
