import pg from 'pg';

type Sizes = {
  /** So many academies get so many offerings, sittings and rooms each. */
  academies: number;
  offerings: number;
  sittings: number;
  rooms: number;
  /** So many trainers get so many placements, enrolments, registrations and credentials each. */
  persons: number;
  each: number;
};

/**
 * Fills a house with what many years would bring: rows of the services' own tables, told to nobody. Offerings and sittings lie in the
 * future, so that no list leaves them out.
 */
export async function crowd(adminUrl: string, sizes: Sizes): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'crowd' });
  await admin.connect();
  try {
    // The triggers of a service's tables name others of its schema without it.
    for (const [schema, statement] of statements(sizes)) {
      await admin.query(`set search_path = ${schema}, public`);
      await admin.query(statement);
    }
    await admin.query('analyze');
  } finally {
    await admin.end();
  }
}

const statements = ({ academies, offerings, sittings, rooms, persons, each }: Sizes): [string, string][] => {
  const academy = `(select id, region from academies.academy order by code limit ${academies}) a`;
  const person = `(select id, academy_id, region from trainers.trainer order by id limit ${persons}) p`;
  return [
    [
      'courses',
      `insert into offering(course_id, academy_id, region, starts_on, ends_on, seats, created_by)
        select (array(select id from course order by code limit 200))[1 + n % 200], a.id, a.region, current_date + n % 300,
          current_date + 300 + n % 300, 20, 'crowd'
        from ${academy}, generate_series(1, ${offerings}) n`,
    ],
    [
      'academies',
      `insert into room(academy_id, code, seats, created_by)
        select a.id, 'CROWD-' || n, 20, 'crowd' from ${academy}, generate_series(1, ${rooms}) n`,
    ],
    [
      'certifications',
      `insert into sitting(academy_id, region, room_id, starts_at, minutes, during, wall_time, zone, zone_rules, seats, created_by)
        select a.id, a.region, gen_random_uuid(), at, 90, tstzrange(at, at + interval '90 minutes'), '2030-01-01T08:30',
          'Africa/Casablanca', 'crowd', 20, 'crowd'
        from ${academy}, generate_series(1, ${sittings}) n, lateral (select now() + n * interval '1 day' as at) start`,
    ],
    [
      'academies',
      `insert into placement(person_id, academy_id, region, group_code, year)
        select p.id, p.academy_id, p.region, 'CROWD-' || n, 1 from ${person}, generate_series(1, ${each}) n`,
    ],
    [
      'courses',
      `insert into enrolment(person_id, offering_id, academy_id, region, state, created_by)
        select p.id, o.id, o.academy_id, o.region, 'completed', 'crowd' from ${person}, (select * from offering limit ${each}) o`,
    ],
    [
      'certifications',
      `insert into registration(person_id, exam_code, academy_id, region, sitting_id, during, state, score, requested_at, created_by)
        select p.id, (select min(code) from exam), s.academy_id, s.region, s.id, s.during, 'passed', 900, now(), 'crowd'
        from ${person}, (select * from sitting order by academy_id, id limit ${each}) s`,
    ],
    [
      'certifications',
      `insert into credential(person_id, achievement_id, academy_id, region, achieved_on, accepted_at, state, jwt, issued_at)
        select p.id, (select min(id) from achievement), p.academy_id, p.region, current_date - n, now(), 'valid', 'none', now()
        from ${person}, generate_series(1, ${each}) n`,
    ],
  ];
};
