import { columns, fateOf, KINDS, type PersonalDataKind } from '@takwin/contracts/personal-data';

/** The page that tells which personal data there is, where it lies and for how long: what a declaration to the CNDP is made from. */
export function pageOfPersonalData(): string {
  return [
    '# Personal data',
    '',
    'The register of processing under law 09-08, as `GET /v1/personal-data` and `personalData` answer it to the programme and auditors, with',
    'what was removed last. It is declared in `libs/contracts/src/personal-data`: a column that is of no kind there, nor said to hold no',
    'personal data, fails a spec. This page is made from it, and the check holds it fresh.',
    '',
    'What is kept for a time is removed by itself, each legal day once, by the service that has it. `RETENTION` sets other periods in days,',
    'in `.env` or where `npm start` is called: `RETENTION="uploaded-files=30 kept-answers=1"`. Nothing starts with a kind or period that there is not.',
    '',
    'Who asks for it is erased ([erased-persons.md](decisions/erased-persons.md)): of each kind it says what goes and what stays, and of each table',
    'whether rows of the person are removed, what of them is emptied, or that they stay by an id that names nobody.',
    ...KINDS.flatMap((kind) => ['', ...sectionOf(kind)]),
    '',
  ].join('\n');
}

function sectionOf(kind: PersonalDataKind): string[] {
  const { retention } = kind;
  const kept =
    'days' in retention
      ? `${retention.days} ${retention.days === 1 ? 'day' : 'days'} from ${retention.from}; then ${retention.atEnd}.`
      : `it stays: ${retention.stays}.`;
  return [
    `## ${kind.name}`,
    '',
    ...[
      `- \`${kind.id}\`, of: ${kind.whose}`,
      `- For: ${kind.purpose}`,
      `- By: ${kind.legalBasis}`,
      ...(kind.sensitive === undefined ? [] : [`- **Sensitive**: ${kind.sensitive}`]),
      `- Told to: ${kind.recipients}`,
      `- Kept: ${kept}`,
      `- Of who is erased: ${[kind.erasure.erased && `erased is ${kind.erasure.erased}`, kind.erasure.stays && `there stays ${kind.erasure.stays}`].filter(Boolean).join('; ')}.`,
      '',
    ],
    ...tablesOf(kind.id),
  ];
}

function tablesOf(id: string): string[] {
  const own = [...columns].flatMap(([column, kind]) => (kind === id ? [column] : []));
  const tables = Map.groupBy(own, (column) => column.slice(0, column.lastIndexOf('.')));
  const rows = [...tables].map(([table, names]) => [
    `\`${table}\``,
    names.map((name) => name.slice(table.length + 1)).join(', '),
    erasureOf(table, names),
  ]);
  return own.length === 0
    ? ['What of `learning` has ended so.']
    : tableOf(['table', 'columns', 'of who is erased'], rows);
}

function erasureOf(table: string, names: readonly string[]): string {
  if (names.some((name) => fateOf(name) === 'removed')) return 'removed';
  const emptied = names.filter((name) => fateOf(name) === 'emptied').map((name) => name.slice(table.length + 1));
  if (emptied.length === 0) return 'stays';
  return emptied.length === names.length ? 'emptied' : `emptied: ${emptied.join(', ')}`;
}

function tableOf(head: readonly string[], rows: readonly string[][]): string[] {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
