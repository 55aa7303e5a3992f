import { describe, expect, it } from '@jest/globals';
import { holidays, ramadans } from './holidays.js';

const all = holidays();
const on = (date: string) => all.find((holiday) => holiday.date === date);

describe('the holidays', () => {
  it('are one row per day from 2012 to 2030, in order', () => {
    const dates = all.map((holiday) => holiday.date);
    expect(dates).toEqual([...new Set(dates)].sort());
    expect(dates.at(0)).toBe('2012-01-01');
    expect(dates.at(-1)!.slice(0, 4)).toBe('2030');
  });

  it('share a day where two fall together: four times in the packaged list', () => {
    expect(on('2018-08-21')).toMatchObject({
      name: { fr: 'Journée de la jeunesse ; Fête du mouton' },
      religious: true,
    });
    expect(all.filter(({ name }) => name.fr.includes(' ; ')).map(({ date }) => date)).toEqual(
      expect.arrayContaining(['2018-08-21', '2020-08-20', '2022-07-30', '2027-08-14']),
    );
  });

  it('hold Yennayer since 2024, which the packaged list lacks', () => {
    expect(on('2023-01-14')).toBeUndefined();
    expect(on('2024-01-14')).toMatchObject({ name: { fr: 'Nouvel An amazigh' }, origin: 'added', religious: false });
  });

  it('hold 31 October since 2026', () => {
    expect(on('2025-10-31')).toBeUndefined();
    expect(on('2026-10-31')).toMatchObject({ name: { ar: 'عيد الوحدة' }, origin: 'added' });
  });

  it('hold the second day of both Eids', () => {
    expect(on('2026-03-21')).toMatchObject({ name: { fr: 'Fête de fin du Ramadan (2e jour)' }, religious: true });
    expect(on('2026-05-28')).toMatchObject({ name: { fr: 'Fête du mouton (2e jour)' }, origin: 'added' });
  });

  it('tell the moon’s days from the sun’s', () => {
    expect(on('2026-06-16')!.religious).toBe(true);
    expect(on('2026-07-30')!.religious).toBe(false);
  });
});

describe('the Ramadans', () => {
  it('are 19, each followed by its Eid', () => {
    expect(ramadans()).toHaveLength(19);
    for (const { lastDay } of ramadans()) {
      const eid = new Date(Date.parse(lastDay) + 86_400_000).toISOString().slice(0, 10);
      expect(on(eid)?.name.fr).toContain('Fête de fin du Ramadan');
    }
  });
});
