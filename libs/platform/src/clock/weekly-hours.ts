type DayHours = { weekday: number; opens: string; closes: string };

/**
 * What is wrong with hours of a week, wall times of one time zone that sort as text: a span that ends before it begins, or overlaps
 * another one of its day. @returns for each its path in the list, a code and a message
 */
export function weeklyHoursFaults(
  hours: readonly DayHours[],
): { path: (string | number)[]; code: string; message: string }[] {
  return hours.flatMap(({ weekday, opens, closes }, index) => {
    if (closes <= opens)
      return [{ path: [index, 'closes'], code: 'ends_before_it_begins', message: 'ends before it begins' }];
    const before = hours.slice(0, index).filter((other) => other.weekday === weekday);
    return before.some((other) => other.opens < closes && opens < other.closes)
      ? [{ path: [index], code: 'overlaps', message: 'overlaps another span of this day' }]
      : [];
  });
}
