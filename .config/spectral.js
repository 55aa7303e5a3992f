import owaspRules from '@stoplight/spectral-owasp-ruleset';
import rulesets from '@stoplight/spectral-rulesets';

const { oas } = rulesets;
const owasp = owaspRules.default ?? owaspRules;

const TAKEN = ['$.paths[*][*].parameters', '$.paths[*][*].requestBody'];
const takenOfType = (type) => TAKEN.map((place) => `${place}..[?(@ && @.type=="${type}")]`);

/** The rule of this name where it matters: in what callers send. */
const ofWhatIsTaken = (name, type) => ({ ...owasp.rules[name], given: takenOfType(type) });

/** By what Spectral judges the gateway's OpenAPI document: both rulesets as recommended, but for what is said here. */
export const ruleset = {
  extends: [
    [oas, 'recommended'],
    [owasp, 'recommended'],
  ],
  rules: {
    // Names, reasons and grounds are free text in three scripts: a pattern that takes all of them restricts nothing.
    'owasp:api4:2023-string-restricted': 'off',
    // No page of another origin is let in: without the headers of CORS browsers refuse it, which is what is wanted.
    'owasp:api8:2023-define-cors-origin': 'off',
    // What exhausts a server is what it is sent: of that every text and every list says how long it may be.
    'owasp:api4:2023-string-limit': ofWhatIsTaken('owasp:api4:2023-string-limit', 'string'),
    'owasp:api4:2023-array-limit': ofWhatIsTaken('owasp:api4:2023-array-limit', 'array'),
  },
};
