/** What one query tells of a person, over all five services. */
export const WHOLE_PERSON = `name { fr ar } placements { academy { name { fr } } group { code } }
  enrolments { course { title } hours } registrations { exam { code } state sitting { startsAt } }
  credentials { achievement { name } } licences { sku state }`;
