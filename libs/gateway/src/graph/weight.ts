import { Kind, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf, isIntrospection, isOperation } from './document.js';

/** What an operation asks for once its fragments are written out; a fragment spread twice counts twice. */
export type Weight = { depth: number; fields: number; aliases: number; directives: number };

/** The standard introspection query is this much deeper than a query for data may be. */
const INTROSPECTION_ALLOWANCE = 8;

const NOTHING: Weight = { depth: 0, fields: 0, aliases: 0, directives: 0 };

/**
 * Weighs every operation of a document, in time linear in its text: each fragment is weighed once. A fragment that
 * contains itself weighs nothing there, as validation refuses it.
 */
export function weigh(document: DocumentNode): Weight[] {
  const fragments = fragmentsOf(document);
  const weighed = new Map<string, Weight>();

  const selections = (set: SelectionSetNode): Weight => {
    const total = { ...NOTHING };
    for (const selection of set.selections) {
      add(total, selection.kind === Kind.FIELD ? field(selection) : inner(selection));
      total.directives += selection.directives?.length ?? 0;
    }
    return total;
  };

  const inner = (selection: Exclude<SelectionSetNode['selections'][number], FieldNode>): Weight =>
    selection.kind === Kind.INLINE_FRAGMENT ? selections(selection.selectionSet) : spread(selection.name.value);

  const spread = (name: string): Weight => {
    const known = weighed.get(name);
    if (known) return known;
    weighed.set(name, NOTHING);
    const fragment = fragments.get(name);
    const weight = fragment ? selections(fragment.selectionSet) : NOTHING;
    weighed.set(name, weight);
    return weight;
  };

  const field = (node: FieldNode): Weight => {
    const below = node.selectionSet ? selections(node.selectionSet) : NOTHING;
    const depth = isIntrospection(node) ? Math.max(0, below.depth - INTROSPECTION_ALLOWANCE) : below.depth;
    return {
      depth: depth + 1,
      fields: below.fields + 1,
      aliases: below.aliases + (node.alias ? 1 : 0),
      directives: below.directives,
    };
  };

  return document.definitions.filter(isOperation).map((operation) => {
    const weight = selections(operation.selectionSet);
    return { ...weight, directives: weight.directives + (operation.directives?.length ?? 0) };
  });
}

function add(total: Weight, part: Weight): void {
  total.depth = Math.max(total.depth, part.depth);
  total.fields += part.fields;
  total.aliases += part.aliases;
  total.directives += part.directives;
}
