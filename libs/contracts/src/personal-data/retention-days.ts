import { z } from 'zod';
import { type KindId, KINDS } from './kinds.js';

type Days = Readonly<Partial<Record<KindId, number>>>;

const DEFAULTS: Days = Object.fromEntries(
  KINDS.flatMap(({ id, retention }) => ('days' in retention ? [[id, retention.days]] : [])),
);
const MOST_DAYS = 3650;

/** For how many days each kind is kept that has an end: by the register, or as `kind=days` pairs between blanks say. */
export const RetentionDays = z
  .string()
  .default('')
  .transform((text, context): Days => {
    const days = new Map<string, number>(Object.entries(DEFAULTS));
    for (const pair of text.split(/\s+/).filter(Boolean)) {
      const [, kind = '', number = ''] = /^([\w-]+)=(\d{1,4})$/.exec(pair) ?? [];
      if (days.has(kind) && Number(number) >= 1 && Number(number) <= MOST_DAYS) days.set(kind, Number(number));
      else
        context.addIssue({
          code: 'custom',
          message: `${pair} is no kind=days, of ${Object.keys(DEFAULTS).join(', ')} and 1 to ${MOST_DAYS} days`,
        });
    }
    return Object.fromEntries(days);
  });
