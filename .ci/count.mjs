import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

// Reads what Jest wrote with --json: says what was skipped, on stderr, and last the line that .ci/run adds up.
const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let passed = 0;
let failed = 0;
for (const { name, status, assertionResults } of testResults) {
  const failures = assertionResults.filter((test) => test.status === 'failed').length;
  passed += assertionResults.filter((test) => test.status === 'passed').length;
  failed += failures || (status === 'failed' ? 1 : 0); // a file that could not be loaded has no tests to count
  for (const test of assertionResults) {
    if (test.status === 'pending' || test.status === 'todo')
      console.error(`skipped: ${relative('.', name)}: ${test.fullName}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
