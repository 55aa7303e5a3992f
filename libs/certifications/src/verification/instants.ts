type Json = Record<string, unknown>;

// XMLSchema's dateTimeStamp: a day, of a year of four digits or more, a time, and the offset.
const INSTANT = /^(\d{4}|[1-9]\d{4,5})-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export type Period = { from: Date | undefined; until: Date | undefined };

/** From when until when a credential holds, by either data model (1.1, 2.0); undefined where an instant is none. */
export function periodOf({ validFrom, issuanceDate, validUntil, expirationDate }: Json): Period | undefined {
  const [from, until] = [validFrom ?? issuanceDate, validUntil ?? expirationDate].map(instant);
  return from === null || until === null || from === undefined ? undefined : { from, until };
}

const dayOf = (day: string): string | undefined => new Date(`${day}T00:00:00Z`).toISOString().split('T')[0];

/** An instant as XMLSchema's dateTimeStamp writes it; null for what is none, as a day that no calendar has. */
export function instant(text: unknown): Date | undefined | null {
  if (text === undefined) return undefined;
  if (typeof text !== 'string' || !INSTANT.test(text)) return null;
  // ECMAScript writes longer years with six digits and a sign.
  const written = /^\d{5}/.test(text) ? `+${text.replace(/^\d{5}-/, '0$&')}` : text;
  const date = new Date(written);
  // 31 February is read as a day of March, which is not what was written.
  const [day = ''] = written.split('T');
  return Number.isNaN(date.getTime()) || dayOf(day) !== day ? null : date;
}
