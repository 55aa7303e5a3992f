import {
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export const isOperation = (node: { kind: string }): node is OperationDefinitionNode =>
  node.kind === Kind.OPERATION_DEFINITION;

const isFragment = (node: { kind: string }): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION;

/** Whether a field asks for the schema itself; `__typename` does not. */
export const isIntrospection = (field: FieldNode): boolean =>
  field.name.value === '__schema' || field.name.value === '__type';

/** A document's fragments by name. */
export function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
}

/** The fields that an operation asks of its root type, those of its fragments included. */
export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): FieldNode[] {
  const fragments = fragmentsOf(document);
  const fields: FieldNode[] = [];
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) fields.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else {
        const fragment = fragments.get(selection.name.value);
        fragments.delete(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  collect(operation.selectionSet);
  return fields;
}

/** The same document with no other operation in it; itself when there is none. */
export function onlyOperation(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const definitions = document.definitions.filter((definition) => definition === operation || isFragment(definition));
  return definitions.length === document.definitions.length ? document : { ...document, definitions };
}

/** The same document, in which a field that one selection asks for again stands in a fragment of its own. */
export const repeatsApart = (document: DocumentNode): DocumentNode =>
  visit(document, {
    SelectionSet: {
      leave(set) {
        const seen = new Set<string>();
        const selections = set.selections.map((selection): SelectionNode => {
          if (selection.kind !== Kind.FIELD || !selection.selectionSet) return selection;
          const key = (selection.alias ?? selection.name).value;
          if (!seen.has(key)) {
            seen.add(key);
            return selection;
          }
          const own: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [selection] };
          return { kind: Kind.INLINE_FRAGMENT, selectionSet: own };
        });
        return { ...set, selections };
      },
    },
  });
