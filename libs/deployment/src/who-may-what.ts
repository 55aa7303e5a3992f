import { ROLES, type Role, type Scope } from '@takwin/platform/auth';
import { operationRunBy } from '@takwin/platform/http';
import { operationOf, ruleOf, scopeOf } from '@takwin/platform/schema';
import { type Entrypoints, handlersOf } from './entrypoints.js';

const COLUMNS: readonly Role[] = [...ROLES, 'public'];
const WORDS: Record<Scope, string> = {
  programme: 'all',
  region: 'region',
  academy: 'academy',
  group: 'group',
  self: 'own',
};

/** What is shown to fewer than read the row that it is of, or in another way than the row's rule says. */
const FIELDS = [
  ['CIN', 'nobody, but in a rejected row', 'sealed; a person is found by the whole of it, `POST /v1/persons/search`'],
  [
    'a placement in a prison, its group too',
    'that prison, its region and the other directors, the programme, auditors, the person, a machine with `prison-placements` or `*`',
    'left out elsewhere ([why](decisions/prison-placements.md))',
  ],
  [
    'what is, or was, of a prison, to machines',
    'those with `prison-placements` or `*`; results also who may deliver them',
    'not there for others: 404, and left out of lists ([which](decisions/prison-placements.md))',
  ],
  [
    'the same of who is in a group, to its trainers',
    'that prison’s, and each their own',
    'not there for others, as for managers',
  ],
  ['accommodations, at the roll-call', 'who runs the sitting', 'auditors and machines see the roll without them'],
  ['registrations, to managers', 'the academy of the sitting and the academy of the candidate', 'by either'],
  ['charges, to candidates', 'who pays them', 'what an academy pays is not told to them'],
  [
    'imports, and their rejected rows with all that was sent, a CIN too',
    'who sent them, the programme, auditors',
    'by the subject of the token: a machine is shown its own',
  ],
  [
    'imports of rosters, without rejected rows',
    'also the director to whose region persons belong whom an academy states in them',
    'the figures are of the whole file',
  ],
  ['campaigns, provisioning runs', 'who began them, and the programme', 'by the subject of the token'],
  ['first passwords', 'who hands them over, once', 'told by a `POST`, and never again'],
  ['who may be the same person', 'who may read that person', 'others are not named in PERSON_MAY_BE_REGISTERED'],
] as const;

/** The page that tells who may run which use case within what: gathered from the rules by which doors judge. */
export function pageOfRules(services: Readonly<Record<string, Entrypoints>>): string {
  return [
    ...['# Who may do what', ''],
    'Each use case names its rule where it is declared (`command`, `query`), every door asks that rule, and whoever is not named is',
    'refused; a service in which a handler has none does not start. This page is gathered from those rules, and the check holds it fresh.',
    ...[
      '',
      '**all** is everything, **region** and **academy** what belongs to those of the caller, **own** what is about the',
    ],
    'caller. A trainer whose role names groups has, in place of **academy**, what is about the persons who are in those groups of it now,',
    'and nothing that is of no person but the sittings that they proctor. A machine (integrator) needs the OAuth scope of the use case as well: its name, `*`, or the one in brackets. Of',
    'several roles the one that grants the most counts, and **own** beside it. What lies outside is not there: 404, as for what never was.',
    ...['', '## Fields', ''],
    ...table(['what', 'is shown to', 'how'], FIELDS),
    ...Object.entries(services).flatMap(([name, entrypoints]) => [
      ...[`## ${name[0]!.toUpperCase()}${name.slice(1)}`, ''],
      ...table(['use case', ...COLUMNS.map((role) => (role === 'public' ? 'no token' : role))], rowsOf(entrypoints)),
    ]),
  ].join('\n');
}

function rowsOf({ controllers, resolvers }: Entrypoints): string[][] {
  const run = new Set(
    [...controllers, ...resolvers].flatMap(handlersOf).flatMap((handler) => operationRunBy(handler) ?? []),
  );
  return [...run]
    .map((operation) => {
      const rule = ruleOf(operation)!;
      const scope = scopeOf(operation);
      const cells = COLUMNS.map((role) => {
        const granted = rule[role] ?? rule.public;
        const machine = role === 'integrator' && rule[role] && scope ? ` (${scope})` : '';
        return granted ? WORDS[granted] + machine : '';
      });
      return [operationOf(operation), ...cells];
    })
    .toSorted(([a], [b]) => (a! < b! ? -1 : 1));
}

type Cells = readonly string[];

function table(head: Cells, rows: readonly Cells[]): string[] {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((cells) => cells[column]!.length)));
  const line = (cells: Cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''];
}
