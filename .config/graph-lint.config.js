import graphql from '@graphql-eslint/eslint-plugin';
import { defineConfig } from 'eslint/config';
import { WITHOUT_ID } from './graph-without-id.js';

/**
 * The graph as callers see it, held to the plugin's recommended rules for schemas, to Relay's for lists, and to words for all that it
 * offers. One rule is off:
 */
const OFF = {
  // Target.target is the figure that the convention calls so; readers ask for it by that name, and the rule excuses none.
  'no-typename-prefix': 'off',
};

const RULES = {
  ...OFF,
  'strict-id-in-types': ['error', { exceptions: WITHOUT_ID }],
  // Lists are read forwards, by first and after: a cursor says where to go on, and nobody asked for the way back.
  'relay-arguments': ['error', { includeBoth: false }],
  // Beside connections there are lists of what lies in its object, and lists of a given length.
  'relay-edge-types': [
    'error',
    { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
  ],
  'require-description': [
    'error',
    {
      types: true,
      rootField: true,
      FieldDefinition: true,
      EnumValueDefinition: true,
      InputValueDefinition: true,
      // Every graph has these two, and they mean the same in each.
      ignoredSelectors: ['ObjectTypeDefinition[name.value=/^(Query|Mutation)$/]'],
    },
  ],
  'input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
  'no-scalar-result-type-on-mutation': 'error',
};

const named = (rules) =>
  Object.fromEntries(Object.entries(rules).map(([name, level]) => [`@graphql-eslint/${name}`, level]));

export default defineConfig({
  files: ['libs/gateway/published.graphql'],
  plugins: { '@graphql-eslint': graphql },
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: 'libs/gateway/published.graphql' } },
  },
  rules: {
    ...graphql.configs['flat/schema-recommended'].rules,
    ...graphql.configs['flat/schema-relay'].rules,
    ...named(RULES),
  },
});
