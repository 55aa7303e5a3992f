import { Module, type DynamicModule } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import type { ServiceEnv } from '../config/env.js';
import type { Feed } from './feed.js';

type NameIn<Variable> = Variable extends `LOG_${infer Name}_URL` ? Lowercase<Name> : never;
/** The logs that a service may be told the URL of. */
export type LogName = NameIn<keyof ServiceEnv>;

/** What the changes in a log feed: tables that copy it, and work that reacts to it once the copies have the change. */
export type Fed = { copies: readonly Feed[]; reactions: readonly Feed[] };

class Followed {
  constructor(
    readonly log: LogName,
    readonly fed: Fed,
  ) {}
}

/**
 * What a module follows in other services' logs: `imports: [EventsModule.follow('academies', { copies: [academyCopy] })]`. A
 * service has one cursor in each log, whatever the number of modules that follow it.
 */
@Module({})
export class EventsModule {
  static follow(log: LogName, { copies = [], reactions = [] }: Partial<Fed>): DynamicModule {
    const followed = new Followed(log, { copies, reactions });
    return { module: EventsModule, providers: [{ provide: Symbol(log), useValue: followed }] };
  }
}

/** What the modules of a process follow together, by log. */
export function followedIn(discovery: DiscoveryService): Map<LogName, Fed> {
  const all = discovery.getProviders().flatMap(({ instance }) => (instance instanceof Followed ? [instance] : []));
  const together = (some: readonly Followed[]): Fed => ({
    copies: some.flatMap(({ fed }) => fed.copies),
    reactions: some.flatMap(({ fed }) => fed.reactions),
  });
  return new Map([...Map.groupBy(all, ({ log }) => log)].map(([log, some]) => [log, together(some)]));
}
