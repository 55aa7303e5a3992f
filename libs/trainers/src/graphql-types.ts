import { ProgrammeAsked } from '@takwin/contracts/convention';
import { AcademyId, PersonId } from '@takwin/contracts/ids';
import { Connection, entity, graphqlObject } from '@takwin/platform/graphql';
import { z } from 'zod';
import { EligibilityView } from './qualifications/eligibility.js';
import { TrainerView } from './trainers/trainer.js';
import { PlanView } from './plans/plan.js';

export const Trainer = graphqlObject(TrainerView, '@key(fields: "id")');
export const Trainers = Connection(Trainer);
export const UpskillingPlan = graphqlObject(PlanView);
export const TrainerEligibility = graphqlObject(EligibilityView);
export const Person = entity('Person', PersonId);
export const Academy = entity('Academy', AcademyId);
export const Programme = entity('Programme', z.string(), ProgrammeAsked);
