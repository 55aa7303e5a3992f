/**
 * The house's own lint rules, as lists for `no-restricted-syntax`. ESLint lets a later block replace an earlier
 * block's list, so eslint.config.js hands every kind of file one whole list made of these.
 */

const SQL_CLOCK =
  'now\\(\\)|(current|local)_?time(stamp)?\\b|current_date|(clock|statement|transaction)_timestamp|timeofday\\(';

const CLOCK = 'takwin/clock: take the time from tx.at or Clock, so that tests and rebuilds decide what "now" is';
const SQL_TIME = 'takwin/sql-clock: SQL asks no clock of its own: pass tx.at';
const SQL_ZONE = 'takwin/sql-zone: legal time lives in one module: only UTC may be named to PostgreSQL';

/** Domain code: what it answers depends on its arguments only. */
export const DOMAIN = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
  { selector: "CallExpression[callee.name='Date']", message: CLOCK },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: CLOCK },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'takwin/chance: domain code draws no lots: take what is random as an argument',
  },
  { selector: `TemplateElement[value.raw=/${SQL_CLOCK}/i]`, message: SQL_TIME },
  { selector: `Literal[value=/${SQL_CLOCK}/i]`, message: SQL_TIME },
  { selector: "TemplateElement[value.raw=/at time zone '(?!utc')/i]", message: SQL_ZONE },
  { selector: "Literal[value=/at time zone '(?!utc')/i]", message: SQL_ZONE },
];

/** Everything but apps, platform/config and tests: configuration is parsed once, at the door. */
export const NO_ENVIRONMENT = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'takwin/environment: read configuration with readEnv() of platform/config, and be given it',
  },
  {
    selector: "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']",
    message: 'takwin/environment: read configuration with readEnv() of platform/config, and be given it',
  },
];

/** Names that say where the author stopped thinking. */
export const NAMES = [
  {
    selector:
      ':matches(ClassDeclaration, TSInterfaceDeclaration, TSTypeAliasDeclaration)[id.name=/(Manager|Helper|Util|Utils|Common|Impl|Dto|DTO)$/]',
    message: 'takwin/name: name it after what it is in the field; see docs/style.md',
  },
];

const ALL_RUN = 'takwin/all-tests-run: run it; only a machine that lacks something may skip, in an `if` that says what';

/** Specs: no test is left out by hand. */
export const SPECS = [
  {
    selector: 'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name="only"]',
    message: ALL_RUN,
  },
  {
    selector:
      'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(skip|todo)$/]:not(IfStatement CallExpression)',
    message: ALL_RUN,
  },
  { selector: 'CallExpression[callee.name=/^(fit|fdescribe|xit|xtest|xdescribe)$/]', message: ALL_RUN },
];

const byNoHttpException = (names) => ({
  group: ['@nestjs/common'],
  importNamePattern: names,
  message: 'takwin/refusal: throw a named Refusal; platform/http translates it once for each transport',
});

/** `no-restricted-imports` of every file, and of what translates Nest's own exceptions. */
export const NO_HTTP_EXCEPTIONS = { patterns: [byNoHttpException('Exception$')] };
export const ONLY_THE_ROOT_EXCEPTION = { patterns: [byNoHttpException('^(?!HttpException$).*Exception$')] };
