import { readFileSync } from 'node:fs';
import type { LegalTimeChange } from '../legal-time.js';

/** The release of the IANA rules that the excerpt is from: who knows an older one books at a wrong hour. */
export const LEGAL_TIME_RULES = '2026c';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HOUR = 60;

/**
 * The changes of Morocco's legal time since 2019, oldest first, read from the shipped excerpt of the IANA rules:
 * UTC+1 but for Ramadan, and UTC for good since 2026-09-20. What a runtime's own rules can be checked against.
 */
export function legalTimeChanges(): LegalTimeChange[] {
  const text = readFileSync(new URL('../../../data/africa-morocco-excerpt.tzdata', import.meta.url), 'utf8');
  const rules = [
    ...text.matchAll(/^Rule\tMorocco\t(20(?:19|2\d))\tonly\t-\t(\w{3})\t *(\d+)\t *(\d+):00\t(-1:00|0)\t-$/gm),
  ];
  let offset = HOUR;
  const changes = rules.map(([, year, month, day, hour, saving]) => {
    const at = wallTime(year!, month!, day!, hour!, offset);
    offset = saving === '0' ? HOUR : 0;
    return { at, offsetMinutes: offset };
  });
  const [, year, month, day, hour] =
    /^\t\t\t 1:00\tMorocco\t%z\t(\d{4}) (\w{3}) (\d+) +(\d+):00\n\t\t\t 0:00\t-\t%z$/m.exec(text)!;
  return [...changes, { at: wallTime(year!, month!, day!, hour!, offset), offsetMinutes: 0 }];
}

const wallTime = (year: string, month: string, day: string, hour: string, offset: number): Date =>
  new Date(Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), -offset));
