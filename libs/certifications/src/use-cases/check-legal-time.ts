import { assertLegalTime } from '../legal-time/legal-time.js';
import { legalTimeChanges } from '../reference/legal-time-changes.js';

/** The self-test at start: refuses to run where Node's zone rules contradict the decrees that ship with the product. */
export const checkLegalTime = (): void => assertLegalTime(legalTimeChanges());
