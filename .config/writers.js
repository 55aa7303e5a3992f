import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Nouns that have a life, by library: each is written by one `*.writer.ts`, which obeys the noun's table. */
const NOUNS = {
  academies: ['academy', 'claim', 'person', 'placement', 'room'],
  courses: ['course', 'enrolment', 'literacy', 'literacy_evaluation', 'offering'],
  trainers: ['plan_item', 'qualification', 'trainer'],
  licensing: [
    'directory_account',
    'directory_sync',
    'directory_tenant',
    'drift',
    'entitlement',
    'entitlement_day',
    'entitlement_rule',
    'licence',
    'licence_group',
    'outcome',
    'run',
    'run_cursor',
    'seat_pool',
  ],
  certifications: [
    'registration',
    'result',
    'result_revision',
    'sitting',
    'sitting_proctor',
    'voucher',
    'voucher_lot',
    'voucher_movement',
    'accommodation',
    'appeal',
    'charge',
    'charge_entry',
    'campaign',
    'campaign_plan',
    'campaign_opening',
    'credential',
    'held',
  ],
};

const WRITE =
  /\b(?:insert\s+into|update|delete\s+from|merge\s+into|truncate(?:\s+table)?)\s+(?:only\s+)?(?:"?([a-z_]+)"?\.)?"?([a-z_]+)\b"?/gi;
const IS_UPDATE = /^update/i;
const SETS = /^(?:\s+(?:as\s+)?"?[a-z_]+"?)?\s+set\b/i;
const PRODUCT = /^libs\/([^/]+)\/src\/(?!testing\/|migrations)(?!.*\.(?:spec|contract|child)\.).*\.ts$/;
const WRITER = /\.writer\.ts$/;
const SELECTS = /\.rows\.ts$|\/(?:count|explain|find|read|search|show)-[^/]+\.ts$/;
const REPOSITORY = /\bnew Repository\b/;

/**
 * Who writes which table, told by the SQL in the product's files.
 * @param root absolute path of the checkout
 * @param files the paths in it that are to be looked at, relative, with '/'
 * @returns by `schema.table` (a library's schema has its name), the files that insert, update, delete or merge its rows
 */
function writersIn(root, files) {
  const writers = new Map();
  for (const file of files) {
    const [, library] = PRODUCT.exec(file) ?? [];
    if (!library) continue;
    for (const key of tablesWrittenIn(readFileSync(join(root, file), 'utf8'), library)) {
      writers.set(key, new Set(writers.get(key)).add(file));
    }
  }
  return writers;
}

function tablesWrittenIn(text, library) {
  const writes = [...text.matchAll(WRITE)].filter(
    ({ 0: words, index }) =>
      !IS_UPDATE.test(words) || SETS.test(text.slice(index + words.length, index + words.length + 80)),
  );
  return new Set(writes.map(([, schema = library, table]) => `${schema}.${table}`.toLowerCase()));
}

/**
 * One sentence for each noun without a writer of its own, for each file that writes, or could, what another owns, and for each
 * that writes though its name says that it selects.
 */
export function writerFaults(root, files, nouns = NOUNS) {
  const writers = writersIn(root, files);
  const missing = Object.entries(nouns)
    .flatMap(([library, tables]) => tables.map((table) => `${library}.${table}`))
    .filter((table) => ![...(writers.get(table) ?? [])].some((file) => WRITER.test(file)))
    .map((table) => `${table}: no *.writer.ts writes it`);
  const others = [...writers].flatMap(([table, all]) => {
    const [owner] = [...all].filter((file) => WRITER.test(file));
    if (!owner) return [];
    return [...all]
      .filter((file) => file !== owner)
      .map((file) => `${file}: writes ${table}, whose writer is ${owner}`);
  });
  const selecting = [...writers].flatMap(([table, all]) =>
    [...all].filter((file) => SELECTS.test(file)).map((file) => `${file}: writes ${table}, and by its name it selects`),
  );
  const repositories = files
    .filter((file) => PRODUCT.test(file) && !WRITER.test(file))
    .filter((file) => REPOSITORY.test(readFileSync(join(root, file), 'utf8')))
    .map((file) => `${file}: has a Repository, which is a writer's`);
  return [...missing, ...others, ...selecting, ...repositories];
}
