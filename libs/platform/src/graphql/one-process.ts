import { GraphQLSchemaBuilderModule } from '@nestjs/graphql';

type Registry = { name: string; prototype: { addToRegistryIfOrphaned(type: unknown): void } };

/**
 * Lets several subgraphs live in one process. Nest's type metadata is global, and its schema builder pulls every type that any
 * object of the process refers to into each schema; here what the roots do not lead to is named by
 * `SubgraphModule.extending`.
 */
export function keepSubgraphsApart(): void {
  const providers = (Reflect.getMetadata('providers', GraphQLSchemaBuilderModule) ?? []) as Registry[];
  const registry = providers.find(({ name }) => name === 'OrphanedReferenceRegistry');
  if (!registry) throw new Error('@nestjs/graphql no longer has an OrphanedReferenceRegistry: see keepSubgraphsApart');
  registry.prototype.addToRegistryIfOrphaned = () => {};
}
