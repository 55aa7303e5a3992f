import type { Migration } from '@takwin/platform/postgres';

const inCapitals = (alias: string): string => `upper(${alias}.group_code collate pg_c_utf8)`;

/**
 * The code of a group is one in whatever case: in capital letters. Where a person is in both ways in one year of an academy both stay,
 * of which the next statement ends the one that it does not name.
 */
export const groupsInCapitalsMigration: Migration = {
  name: '2026-12-06-groups-in-capitals',
  up: `
    update placement l set group_code = ${inCapitals('l')}
    where l.group_code <> ${inCapitals('l')} and not exists (
      select from placement o where o.person_id = l.person_id and o.academy_id = l.academy_id and o.year is not distinct from l.year
        and o.id <> l.id and ${inCapitals('o')} = ${inCapitals('l')});`,
};
