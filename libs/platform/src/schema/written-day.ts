const DAY = /^(?:(\d{1,2})\/(\d{1,2})\/(\d{4})|(\d{4})-(\d\d)-(\d\d))$/;

/** The ISO day that day/month/year in a file says, as French spreadsheets write it, or YYYY-MM-DD; null where no calendar has it. */
export function writtenDay(text: string): string | null {
  const [, day, month, year, isoYear, isoMonth, isoDay] = DAY.exec(text) ?? [];
  const iso = day ? `${year}-${month!.padStart(2, '0')}-${day.padStart(2, '0')}` : `${isoYear}-${isoMonth}-${isoDay}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}
