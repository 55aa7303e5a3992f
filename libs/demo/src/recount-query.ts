/** The scoreboard beside what the services recount of their own rows. */
export const RECOUNT_QUERY = `{ programme { targets { id target registered actual } accreditedAcademies trainersUpskilled
    coursesOffered literacyCompletions certificationsAchieved office365Users } }`;
