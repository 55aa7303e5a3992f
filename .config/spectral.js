import owaspRules from '@stoplight/spectral-owasp-ruleset';
import rulesets from '@stoplight/spectral-rulesets';

const { oas } = rulesets;
const owasp = owaspRules.default ?? owaspRules;

const TAKEN = ['$.paths[*][*].parameters', '$.paths[*][*].requestBody'];
const takenOfType = (type) => TAKEN.map((place) => `${place}..[?(@ && @.type=="${type}")]`);

/** The rule of this name where it matters: in what callers send. */
const ofWhatIsTaken = (name, type) => ({ ...owasp.rules[name], given: takenOfType(type) });

/**
 * What people write, in three scripts: names, reasons, where something is kept, what is looked for, and documents as they are; what an
 * identity provider calls somebody; of one operation what is written there alone, such as the name on the door of a room, and an id that may hold a topic.
 */
const WRITTEN = new Set([
  ...['name', 'given', 'family', 'givenArabic', 'familyArabic', 'fr', 'ar', 'en', 'title', 'city', 'group', 'filiere'],
  ...['filieres', 'topic', 'reason', 'ground', 'source', 'evidence', 'document', 'consentDocument', 'reference'],
  ...['q', 'search', 'answer', 'credential', 'documents', 'propertyNames', 'subject'],
  ...['/v1/academies/{academyId}/rooms code', '/v1/credentials certification'],
]);
const PLACES = new Set(['anyOf', 'items']);
const FORMS = ['format', 'pattern', 'enum', 'const', 'contentMediaType'];

/** Whether what is taken says of which form its text is, unless people write it: by the last name on its path. */
function saysItsForm(taken, _, { path }) {
  const schema = taken.schema ?? taken;
  const name = taken.schema ? taken.name : path.findLast((step) => typeof step === 'string' && !PLACES.has(step));
  if (WRITTEN.has(name) || WRITTEN.has(`${path[1]} ${name}`) || FORMS.some((form) => form in schema)) return [];
  return [{ message: `${name} is a text of any form: say its format, pattern or enum` }];
}

const isTold = ({ description }) => (description ? [] : [{ message: 'nobody says what this is' }]);
const isExplained = ({ enum: codes, 'x-enum-descriptions': meanings }) =>
  codes.length === meanings?.length ? [] : [{ message: 'nobody says what each of these codes means' }];

/** By what Spectral judges the gateway's OpenAPI document: both rulesets as recommended, but for what is said here. */
export const ruleset = {
  extends: [
    [oas, 'recommended'],
    [owasp, 'recommended'],
  ],
  rules: {
    // No page of another origin is let in: without the headers of CORS browsers refuse it, which is what is wanted.
    'owasp:api8:2023-define-cors-origin': 'off',
    // What exhausts a server is what it is sent: of that every text and every list says how long it may be.
    'owasp:api4:2023-string-limit': ofWhatIsTaken('owasp:api4:2023-string-limit', 'string'),
    // A pattern that takes what people write in three scripts restricts nothing; all else that is sent says of which form it is.
    'owasp:api4:2023-string-restricted': {
      ...owasp.rules['owasp:api4:2023-string-restricted'],
      given: ['$.paths[*][*].parameters[?(@.schema.type=="string")]', takenOfType('string')[1]],
      then: { function: saysItsForm },
    },
    'oas3-parameter-description': 'error',
    'property-description': {
      description: 'Each property says what it holds: its unit, when it is null, whose standard it follows.',
      severity: 'error',
      // A reference says what it is here, beside what it refers to.
      resolved: false,
      given: ['$.paths..properties[*]', '$.components.schemas..properties[*]'],
      then: { function: isTold },
    },
    'enum-descriptions': {
      description: 'Each code of a list says what it means, as generators of clients read it.',
      severity: 'error',
      resolved: false,
      given: '$..[?(@ && @.enum && @.enum.length > 1)]',
      then: { function: isExplained },
    },
    'owasp:api4:2023-array-limit': ofWhatIsTaken('owasp:api4:2023-array-limit', 'array'),
  },
};
