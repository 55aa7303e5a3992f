import { describe, expect, it } from '@jest/globals';
import { commandsOf, snippetsOf } from './snippets.js';

const PAGE = `# A page

Ask \`GET /v1/rooms\`, run \`npm run
backup\`; \`ROOM_IS_TAKEN\` is a code and \`npm\` a word.

\`\`\`
curl -s localhost:4000/v1/rooms
\`\`\`

\`\`\`mermaid
flowchart LR
\`\`\`

1. In a list:
   \`\`\`graphql
   { rooms { code } }
   \`\`\`

| \`delete from x where a = 'b'\` | \`npm run cluster -- [--backend postgres\\|redis]\` |
`;

describe('the snippets of a page', () => {
  it('are its blocks, and the requests, commands and statements in its lines, each with its place', () => {
    expect(snippetsOf('a.md', PAGE)).toEqual([
      { kind: 'shell', where: 'a.md:6', text: 'curl -s localhost:4000/v1/rooms' },
      { kind: 'graphql', where: 'a.md:15', text: '{ rooms { code } }' },
      { kind: 'request', where: 'a.md:3', text: 'GET /v1/rooms' },
      { kind: 'shell', where: 'a.md:3', text: 'npm run backup' },
      { kind: 'sql', where: 'a.md:19', text: "delete from x where a = 'b'" },
      { kind: 'shell', where: 'a.md:19', text: 'npm run cluster -- [--backend postgres|redis]' },
    ]);
  });

  it('hold commands one by one, without what is said of them', () => {
    expect(commandsOf('npm ci && npm start   # all of it\n\nnpm test')).toEqual(['npm ci', 'npm start', 'npm test']);
  });
});
