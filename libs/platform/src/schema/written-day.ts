const DATE = /^(?:(\d{1,2})\/(\d{1,2})\/(\d{4})|(\d{4})-(\d\d)-(\d\d))/;
// Databases, spreadsheets and programs keep a day as its midnight, and write that out; one of another zone is of two days.
const MIDNIGHT = /^[ T]0?0:00(?::00(?:\.0+)?)?(?: ?(?:Z|[+-]00(?::?00)?))?$/;
const TIME = /^[ T]\d{1,2}:\d{2}/;

/** The ISO day that day/month/year in a file says, as French spreadsheets write it, or YYYY-MM-DD, also at midnight, of UTC where it names a zone; null where no calendar has it. */
export function writtenDay(text: string): string | null {
  const [date = '', day, month, year, isoYear, isoMonth, isoDay] = DATE.exec(text) ?? [];
  const rest = text.slice(date.length);
  if (rest !== '' && !MIDNIGHT.test(rest)) return null;
  const iso = day ? `${year}-${month!.padStart(2, '0')}-${day.padStart(2, '0')}` : `${isoYear}-${isoMonth}-${isoDay}`;
  const midnight = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(iso) ? iso : null;
}

/** Whether a day has an hour beside it that is no midnight, or that of another zone: which day is meant nobody knows. */
export function isDayWithTime(text: string): boolean {
  const [date = ''] = DATE.exec(text) ?? [];
  return date !== '' && writtenDay(date) !== null && TIME.test(text.slice(date.length)) && writtenDay(text) === null;
}
