import { shippedCsv } from '@takwin/platform/files';
import type { CertificationFacts } from '../catalogued-certification.js';
import { certifications } from './certifications.js';
import { daysOf } from './exam-days.js';

const COLUMNS = ['id', 'level', 'exams', 'prerequisites', 'renewal_months', 'retired_on', 'source', 'as_of'] as const;

/**
 * What the current list knows of the certifications that there are, by our ids: of one that an exam stands for it is what the one current
 * certification knows that asks for that exam. An empty cell of the list means that no source tells, not that there is nothing.
 */
export function certificationFacts(): CertificationFacts[] {
  const file = new URL('../../../data/certifications-current.csv', import.meta.url);
  const current = shippedCsv(file, COLUMNS).map((row) => ({ ...row, codes: row.exams.split('|').filter(Boolean) }));
  const ids = new Map<string, string>();
  const found = certifications().flatMap(({ id, requires, basis }) => {
    const counting = new Set(requires.flat());
    const same =
      basis === 'exam'
        ? only(current.filter(({ codes }) => codes.length > 0 && codes.every((code) => counting.has(code))))
        : current.find((one) => one.id === id);
    if (same) ids.set(same.id, id);
    return same ? [{ id, same }] : [];
  });
  return found.map(({ id, same }) => {
    const { level, prerequisites, renewal_months: months, retired_on, source, as_of } = same;
    const { retiredOn, goneBy } = daysOf({ retired_on, source, as_of });
    return {
      id,
      level: level || null,
      prerequisites: prerequisitesOf(prerequisites, ids),
      renewalMonths: months === '' ? null : Number(months),
      retiredOn,
      goneBy,
      source,
      asOf: as_of,
    };
  });
}

const only = <T>(some: readonly T[]): T | undefined => (some.length === 1 ? some[0] : undefined);

/** `one of: a|b`, by our ids where we have them, else by Microsoft's. */
function prerequisitesOf(cell: string, ids: ReadonlyMap<string, string>): CertificationFacts['prerequisites'] {
  const [, rule, list] = /^(all|one) of: (.+)$/.exec(cell) ?? [];
  if (!list) return null;
  const named = list.split('|').map((id) => ids.get(id) ?? id);
  return { rule: rule === 'all' ? 'all-of' : 'one-of', certifications: named };
}
