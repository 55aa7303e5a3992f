/**
 * The project's own lint rules, as lists for `no-restricted-syntax`. ESLint lets a later block replace an earlier
 * block's list, so eslint.config.js hands every kind of file one whole list made of these.
 */

const SQL_CLOCK =
  'now\\(\\)|(current|local)_?time(stamp)?\\b|current_date|(clock|statement|transaction)_timestamp|timeofday\\(';

const CLOCK = 'takwin/clock: take the time from tx.at or Clock, so that tests and rebuilds decide what "now" is';
const SQL_TIME = 'takwin/sql-clock: SQL asks no clock of its own: pass tx.at';
const SQL_ZONE = 'takwin/sql-zone: legal time lives in one module: only UTC may be named to PostgreSQL';
const ZONE_NAME = 'takwin/zone: zones are named in platform/clock alone: ask it for the wall time or the instant';

// A zone that is no 'UTC', a parameter or a column too; a zone for the session, in SQL or in what a connection is opened with.
const OTHER_ZONE = "at time zone\\s*(?!\\s|'utc')|\\btimezone\\s*\\((?!\\s*'utc')";
const SESSION_ZONE =
  "\\bset\\s+((session|local)\\s+)?(time\\s+zone|timezone)\\b|set_config\\(\\s*'timezone'|-c timezone=|[?&]timezone=";
const zoneIn = (pattern, message) =>
  [`TemplateElement[value.raw=/${pattern}/i]`, `Literal[value=/${pattern}/i]`].map((selector) => ({
    selector,
    message,
  }));

/** SQL anywhere: PostgreSQL's zone rules may be older than Node's, so that it is never asked for local time. */
export const SQL_ZONES = [...zoneIn(OTHER_ZONE, SQL_ZONE), ...zoneIn(SESSION_ZONE, SQL_ZONE)];

/** Everywhere but in the module of legal time. */
export const ZONE_NAMES = zoneIn('^(Africa|America|Europe).[A-Z]', ZONE_NAME);

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

const OF_THE_MANAGER =
  ":matches([callee.object.name='manager'], [callee.object.property.name='manager'], [callee.object.callee.property.name='getRepository'])";

/** TypeORM's own way of saving compares no version when it writes: of two who change a noun, one is lost without a word. */
export const VERSIONED = [
  {
    selector: `CallExpression[callee.property.name=/^(save|remove|softRemove|recover)$/]${OF_THE_MANAGER}`,
    message: 'takwin/save: a noun is saved by the Repository of its writer, under the version that was found',
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
