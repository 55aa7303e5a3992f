import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PRODUCT =
  /^libs\/(?!contracts\/|simulators\/|demo\/|deployment\/|services\/)[^/]+\/src\/(?!testing\/|migrations)(?!.*\/(?:testing|reference)\/)(?!.*\.(?:spec|contract|child)\.).*\.ts$/;
const CATALOGUE = /^libs\/contracts\/src\/refusals\/(?!examples\.ts).*\.ts$/;
const CONVENTION = 'libs/contracts/src/convention.ts';

// A word of several parts in capitals is a code, unless it is a setting, or a code of somebody else's.
const CODE = /['"`]([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)['"`]/g;
const REFUSED = /(?:\bsuper|new (?:Refusal|FileRefused))\(\s*'([A-Z][A-Z0-9_]*)'(?:,\s*\{\s*status: (\d+))?/g;
const OTHERS = /^(?:FST_|UND_|PG_VERSION$|PUBLIC_URL$|OIDC_(?:ISSUER|JWKS_URL)$|GRAPH_(?:CLIENT_ID|DOMAIN|TENANT)$)/;
const ENTRY = /^ {2}([A-Z][A-Z0-9_]*): \{\n(?: {4}status: (\d+),\n)?/gm;
// A schema's regular expression, with what it says in words; and what a rule says of a field.
const FORM = /\.regex\(\s*(?:\/(?:[^/\\\n]|\\.)+\/[a-z]*|[A-Z]\w*)(?:,\s*'([^']+)',?)?\s*\)/g;
const FAULT = /\bcode: '[a-z_]+',\s*message: '([^']+)'/g;
const NAMED_FAULT = /\bfault\('[a-z_]+',\s*'([^']+)'\)/g;
const RULE = /\bmessage: '([^']+)',\s*params: \{\s*code: '[a-z_]+'/g;
const PHRASE = /^ {2}(?:'(.+?)'|(\w+)): \{(?:$| fr: )/gm;
const PHRASES = 'libs/contracts/src/refusals/faults.ts';
// What a refusal says more than its code, for people.
const HINTS = 'libs/contracts/src/refusals/hints.ts';
const HINT = /new (NotFound|Forbidden|Unauthenticated)\(\s*'([^']+)'|\bhint: '([^']+)'/g;
const SCHEMAS = /^libs\/contracts\/src\/(?:ids|events\/[^/]+)\.ts$/;
// What a spec expects: a code that it quotes, or the class that refuses with it. Titles, comments, refusals that a spec makes itself
// and what it looks up in the catalogue provoke nothing.
const SPEC =
  /^(?:libs|apps)\/(?!contracts\/src\/refusals|e2e\/src\/architecture\/).*\.(?:spec|contract|child)\.m?[jt]s$/;
const UNPROVOKING =
  /^\s*\/\/.*$|^\s*\/\*[\s\S]*?\*\/|refusals\[['"]\w+['"]\]|\/docs\/refusals\/\w+|new (?:Refusal|FileRefused)\(\s*'\w+'|\b(?:it|describe)(?:\.\w+)*\(\s*(['"`]).*?\1,/gm;
const EXPECTED = /'[^'\n]*'|"[^"\n]*"|`[^`\n]*`|\b(?:toThrow|toBeInstanceOf)\((\w+)\)|\/[^/\n]*\/[a-z]*\)/g;
const WORD = /\b[A-Z][A-Z0-9_]+\b/g;
const CLASS = /class (\w+) extends \w+ \{(?:(?!\nclass |\nexport )[\s\S])*?super\(\s*'([A-Z][A-Z0-9_]*)'/g;
const FAMILY = /^ {2}([A-Z][A-Z0-9_]*): \{\n {4}family: true/gm;
// Settings are judged at the start, and wakes between workers: no caller reads of them.
const UNREAD = /\/(?:environment|keys)\.ts$|\/jobs\//;

/** The codes that specs expect: those that they quote, those of the classes that they name, and those of their patterns. */
function provokedIn(specs, source) {
  const classes = new Map([...source.matchAll(CLASS)].map(([, name, code]) => [name, code]));
  const found = specs.flatMap((spec) => [...spec.replaceAll(UNPROVOKING, '').matchAll(EXPECTED)]);
  return new Set(found.flatMap(([all, name]) => (name ? (classes.get(name) ?? []) : (all.match(WORD) ?? []))));
}

/**
 * Holds the catalogue of refusals to the source: one sentence for each code that the source tells and the catalogue does not hold, or
 * the other way round, for each status that differs, and for each regular expression of a schema and each fault of a field
 * that says nothing in words; and one for each code that no spec provokes.
 * @param root absolute path of the checkout
 * @param files the paths in it that are to be looked at, relative, with '/'
 */
export function refusalFaults(root, files) {
  const read = (file) => readFileSync(join(root, file), 'utf8');
  const source = files
    .filter((file) => PRODUCT.test(file) || file === CONVENTION)
    .map(read)
    .join('\n');
  const entries = new Map(
    files
      .filter((file) => CATALOGUE.test(file))
      .flatMap((file) => [...read(file).matchAll(ENTRY)].map(([, code, status]) => [code, status])),
  );
  const refused = [...source.matchAll(REFUSED)];
  const told = [...source.matchAll(CODE)].map(([, code]) => code).filter((code) => !OTHERS.test(code));
  const missing = [...new Set([...refused.map(([, code]) => code), ...told])].filter((code) => !entries.has(code));
  const specs = files.filter((file) => SPEC.test(file)).map(read);
  const provoked = provokedIn(specs, source);
  const families = files.filter((file) => CATALOGUE.test(file)).flatMap((file) => [...read(file).matchAll(FAMILY)]);
  for (const [, family] of families)
    if ([...provoked].some((code) => code.startsWith(`${family}_`))) provoked.add(family);
  const phrases = new Set([...read(PHRASES).matchAll(PHRASE)].map(([, quoted, plain]) => quoted ?? plain));
  const translated = files.includes(HINTS)
    ? new Set([...read(HINTS).matchAll(PHRASE)].map(([, quoted, plain]) => quoted ?? plain))
    : new Set();
  const hints = [...source.matchAll(HINT)].map(([, kind, said, hint]) =>
    kind === 'NotFound' ? `no such ${said}` : (said ?? hint),
  );
  const schemas = files
    .filter((file) => (PRODUCT.test(file) || SCHEMAS.test(file)) && !UNREAD.test(file))
    .map(read)
    .join('\n');
  const forms = [
    ...schemas.matchAll(FORM),
    ...schemas.matchAll(FAULT),
    ...schemas.matchAll(NAMED_FAULT),
    ...schemas.matchAll(RULE),
  ];
  return [
    ...missing.map((code) => `${code} is told, and libs/contracts/src/refusals says nothing of it: add its entry`),
    ...[...entries.keys()]
      .filter((code) => !new RegExp(`\\b${code}\\b`, 'i').test(source))
      .map((code) => `${code} is in libs/contracts/src/refusals, and nothing tells it: take its entry away`),
    ...[...entries.keys()]
      .filter((code) => !provoked.has(code))
      .map((code) => `${code} is provoked by no spec: write one, or take away what nothing can throw any more`),
    ...refused
      .filter(([, code, status]) => status && entries.has(code) && entries.get(code) !== status)
      .map(
        ([, code, status]) =>
          `${code} refuses with ${status}, and its entry in libs/contracts/src/refusals says ${entries.get(code)}`,
      ),
    ...[...new Set(hints)]
      .filter((hint) => !translated.has(hint))
      .map((hint) => `"${hint}" is a hint for people, and ${HINTS} says it in English only`),
    ...forms
      .filter(([, phrase]) => phrase === undefined)
      .map(([form]) => `${form} says nothing in words: give what it wants as message`),
    ...[...new Set(forms.map(([, phrase]) => phrase))]
      .filter((phrase) => phrase !== undefined && !phrases.has(phrase))
      .map((phrase) => `"${phrase}" is said of a field, and ${PHRASES} says it in English only`),
  ];
}
