import {
  buildASTSchema,
  findBreakingChanges,
  lexicographicSortSchema,
  parse,
  printSchema,
  visit,
  type ASTNode,
  type ConstDirectiveNode,
} from 'graphql';

const PUBLIC_DIRECTIVES = new Set(['deprecated', 'specifiedBy', 'oneOf']);

/**
 * The graph as callers see it: a supergraph without the directives and types that tell the gateway where fields come
 * from, and without what is marked inaccessible; sorted, so that its text changes only when the graph does.
 */
export function publicGraphOf(supergraph: string): string {
  const ast = visit(parse(supergraph), {
    enter(node: ASTNode) {
      if (node.kind === 'DirectiveDefinition') return null;
      if (node.kind === 'Directive') return PUBLIC_DIRECTIVES.has(node.name.value) ? undefined : null;
      if ('name' in node && node.name?.value.match(/^(join|link|core)__/)) return null;
      return directivesOf(node).some(({ name }) => name.value === 'inaccessible') ? null : undefined;
    },
  });
  return `${printSchema(lexicographicSortSchema(buildASTSchema(ast)))}\n`;
}

/** What callers of the published graph would lose, one sentence for each. */
export function brokenOperations(published: string, current: string): string[] {
  const [before, after] = [published, current].map((sdl) => buildASTSchema(parse(sdl)));
  return findBreakingChanges(before!, after!).map(({ type, description }) => `${type}: ${description}`);
}

function directivesOf(node: ASTNode): readonly ConstDirectiveNode[] {
  return 'directives' in node ? ((node.directives ?? []) as readonly ConstDirectiveNode[]) : [];
}
