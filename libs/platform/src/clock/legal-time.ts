/** Where the programme's wall clocks hang. The only module that names zones, and turns instants into their time, by Node's rules. */
export const ZONE = 'Africa/Casablanca';

/** Where vouchers expire: US Central Time. */
export const US_CENTRAL = 'America/Chicago';

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(zone, clock);
  return clock;
}

/** An instant as clocks in the zone show it: YYYY-MM-DDTHH:MM:SS. */
export function wallTimeOf(instant: Date, zone = ZONE): string {
  const shown = Object.fromEntries(
    clockIn(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return `${shown.year!.padStart(4, '0')}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}:${shown.second}`;
}

/** The calendar day in Morocco, YYYY-MM-DD: the programme's days begin and end by it. */
export const legalDayOf = (instant: Date): string => wallTimeOf(instant).slice(0, 10);

const DAY = 86_400_000;

/** The calendar day `days` after a day, both YYYY-MM-DD. */
export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
