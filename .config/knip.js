/**
 * What nobody uses: files, exports, types and packages. An export is used when another file imports it, a spec too.
 * `@public` in its docstring says that a command calls it by a path, `@alias` that one thing has two names on purpose.
 */
export default {
  // Nothing here is published: what a library's door or a package's path offers is for another file of this tree.
  includeEntryExports: true,
  treatConfigHintsAsErrors: true,
  workspaces: {
    '.': {
      // Started by the build server, and by Jest.
      entry: ['.ci/*.mjs', '.config/specs/runner.js'],
      // Under names that the tools do not look for by themselves.
      'dependency-cruiser': ['.config/dependency-cruiser.js'],
      eslint: ['.config/eslint.config.js', '.config/graph-lint.config.js'],
      jest: ['jest.preset.js'],
    },
    'apps/*': {},
    // What generated clients do is checked and played by a spec, against types that are made in its run.
    'apps/e2e': { entry: ['clients/*.ts'] },
    'libs/*': {},
  },
  // Programs of the machine: specs say what they skipped where one is missing.
  ignoreBinaries: ['redis-server', 'pdftotext', 'pdfdetach'],
};
