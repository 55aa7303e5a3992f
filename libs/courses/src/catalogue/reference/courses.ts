import type { CourseSeed } from './course-seed.js';
import { learnModules } from './learn.js';
import { filieres, ofpptModules } from './ofppt.js';
import { syntheticCourses } from './synthetic.js';

/** The catalogue that ships: what is real first, then what is made up to reach the convention's 1,500 courses. */
export const courses = (): CourseSeed[] => [...learnModules(), ...ofpptModules(), ...filieres(), ...syntheticCourses()];
