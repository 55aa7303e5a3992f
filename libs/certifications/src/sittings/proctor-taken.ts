import { ProctorIsTaken } from './sitting.js';

const taken = () => new ProctorIsTaken();

/** What is refused by the constraints that keep a proctor in one place at a time. */
export const PROCTOR_ONE_PLACE = { sitting_proctor_free: taken, engagement_one_place: taken };
