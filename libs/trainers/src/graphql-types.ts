import { ProgrammeAsked } from '@takwin/contracts/convention';
import { Connection, entity, graphqlObject } from '@takwin/platform/graphql';
import { EligibilityView } from './qualifications/eligibility.js';
import { TrainerView } from './trainers/trainer.js';
import { PlanView } from './plans/plan.js';

export const Trainer = graphqlObject(TrainerView, '@key(fields: "id")');
export const Trainers = Connection(Trainer);
export const UpskillingPlan = graphqlObject(PlanView);
export const TrainerEligibility = graphqlObject(EligibilityView);
export const Person = entity('Person');
export const Academy = entity('Academy');
export const Programme = entity('Programme', 'id', ProgrammeAsked);
