// Databases and spreadsheets keep a day as its midnight, and write that out.
const DAY = /^(?:(\d{1,2})\/(\d{1,2})\/(\d{4})|(\d{4})-(\d\d)-(\d\d))(?:[ T]0?0:00(?::00(?:\.0+)?)?)?$/;

/** The ISO day that day/month/year in a file says, as French spreadsheets write it, or YYYY-MM-DD, also at midnight; null where no calendar has it. */
export function writtenDay(text: string): string | null {
  const [, day, month, year, isoYear, isoMonth, isoDay] = DAY.exec(text) ?? [];
  const iso = day ? `${year}-${month!.padStart(2, '0')}-${day.padStart(2, '0')}` : `${isoYear}-${isoMonth}-${isoDay}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}
