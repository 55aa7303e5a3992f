import { dayAfter } from '@takwin/platform/clock';
import { shippedCsv } from '@takwin/platform/files';

export type HolidaySeed = {
  date: string;
  name: { fr: string; ar: string };
  /** By the moon: announced a day or two ahead, so the computed date can be one day off. */
  religious: boolean;
  /** Whether the packaged list had it, or we added it. */
  origin: 'date-holidays' | 'added';
};

/** Ramadan by the Umm al-Qura calendar; Morocco's own sighting can differ by a day. */
export type RamadanSeed = { hijriYear: number; firstDay: string; lastDay: string };

/**
 * Public holidays of 2012 to 2030, one row per day in order: two that fall together share the day. Adds what the
 * packaged list lacks: the second days of both Eids, Yennayer (since 2024) and Unity Day (since 2026).
 */
export function holidays(): HolidaySeed[] {
  const file = new URL('../../../data/holidays.csv', import.meta.url);
  const packaged = shippedCsv(file, ['date', 'rule', 'name_fr', 'name_ar']).map(
    (row): HolidaySeed & { rule: string } => ({
      date: row.date,
      name: { fr: row.name_fr, ar: row.name_ar },
      religious: /[a-z]/i.test(row.rule),
      origin: 'date-holidays',
      rule: row.rule,
    }),
  );
  const eids = packaged.filter(({ rule }) => rule === '1 Shawwal' || rule === '10 Dhu al-Hijjah');
  const added = [
    ...eids.map(({ date, name }) =>
      addition(dayAfter(date), `${name.fr} (2e jour)`, `${name.ar} (اليوم الثاني)`, true),
    ),
    ...yearly(2024, '01-14', 'Nouvel An amazigh', 'رأس السنة الأمازيغية'),
    ...yearly(2026, '10-31', "Fête de l'unité", 'عيد الوحدة'),
  ];
  const byDate = Map.groupBy([...packaged.map(({ rule: _, ...holiday }) => holiday), ...added], ({ date }) => date);
  return [...byDate.values()].map(oneDay).sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** The 19 Ramadans that begin in 2012 to 2030. */
export function ramadans(): RamadanSeed[] {
  const file = new URL('../../../data/ramadan.csv', import.meta.url);
  return shippedCsv(file, ['hijri_year', 'ramadan_first_day', 'ramadan_last_day']).map((row) => ({
    hijriYear: Number(row.hijri_year),
    firstDay: row.ramadan_first_day,
    lastDay: row.ramadan_last_day,
  }));
}

const addition = (date: string, fr: string, ar: string, religious: boolean): HolidaySeed => ({
  date,
  name: { fr, ar },
  religious,
  origin: 'added',
});

const yearly = (since: number, day: string, fr: string, ar: string): HolidaySeed[] =>
  Array.from({ length: 2030 - since + 1 }, (_, index) => addition(`${since + index}-${day}`, fr, ar, false));

const oneDay = (together: readonly HolidaySeed[]): HolidaySeed => ({
  date: together[0]!.date,
  name: {
    fr: together.map(({ name }) => name.fr).join(' ; '),
    ar: together.map(({ name }) => name.ar).join(' ؛ '),
  },
  religious: together.some(({ religious }) => religious),
  origin: together.every(({ origin }) => origin === 'added') ? 'added' : 'date-holidays',
});
