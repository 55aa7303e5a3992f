/** Something in a document that a reader would send or run. */
export type Snippet = { kind: 'shell' | 'graphql' | 'request' | 'sql'; text: string; where: string };

const FENCE = /^ *```(\w*)\n([^]*?)^ *```$/gm;
const SPAN = /`([^`]+)`/g;
/** Languages of blocks that nobody runs: pictures, and settings. */
const READ_ONLY = ['mermaid', 'ini'];

const PATHS = 'v1|docs|graphql|health|verify|keys|metrics|\\.well-known';
const SPANS: readonly [Snippet['kind'], RegExp][] = [
  ['request', new RegExp(`^(GET|HEAD|POST|PUT|PATCH|DELETE) (/|\\.\\.\\.)|^\\.\\.\\./|^/(${PATHS})\\b`)],
  ['sql', /^(select|insert into|update|delete from) /],
  ['shell', /^(npm (ci|start|test|run \S)|(npx|node|curl|bash|psql|pg_dump|pg_restore|df|apt-get) \S|docker \w+ \S)/],
];

/** The code of a Markdown document: its fenced blocks, and of what stands in a line all that reads as a request or a command. */
export function snippetsOf(file: string, markdown: string): Snippet[] {
  const at = (index: number) => `${file}:${markdown.slice(0, index).split('\n').length}`;
  const blocks = [...markdown.matchAll(FENCE)].flatMap(({ 1: language = '', 2: text = '', index }): Snippet[] =>
    READ_ONLY.includes(language) ? [] : [{ kind: kindOf(language), text: text.trim(), where: at(index) }],
  );
  const prose = markdown.replaceAll(FENCE, (block) => block.replaceAll(/[^\n]/g, ' '));
  const spans = [...prose.matchAll(SPAN)].flatMap(({ 1: code = '', index }): Snippet[] => {
    const text = code.replaceAll(/\s+/g, ' ').replaceAll('\\|', '|');
    const kind = SPANS.find(([, reads]) => reads.test(text))?.[0];
    return kind ? [{ kind, text, where: at(index) }] : [];
  });
  return [...blocks, ...spans];
}

// What has no language of its own is taken for a command: if nothing can run it, the specs say so.
const kindOf = (language: string): Snippet['kind'] =>
  language === 'graphql' || language === 'sql' ? language : 'shell';

/** The commands of a shell snippet, without comments. Not for what has line breaks within quotes. */
export const commandsOf = (text: string): string[] =>
  text
    .split(/\n|&&/)
    .map((command) => command.replace(/\s#.*/, '').trim())
    .filter(Boolean);
