/** Days, hours, minutes and seconds as ISO 8601 writes them, hours and what is shorter with a decimal point where need be. */
export const DURATION = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Minutes of an ISO 8601 duration of days and shorter units (xAPI result.duration); null for anything else. */
export function minutesOf(duration: string): number | null {
  const parts = DURATION.exec(duration);
  if (!parts || duration === 'P') return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return days * 1440 + hours * 60 + minutes + seconds / 60;
}
