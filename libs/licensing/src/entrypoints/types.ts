import { Connection, entity, graphqlObject } from '@takwin/platform/graphql/types';
import { LicenceView, SeatPoolView } from '../licence/licence.js';
import { OutcomeView, RunView } from '../run/run.js';

export const Licence = graphqlObject(LicenceView, '@key(fields: "id")');
export const SeatPool = graphqlObject(SeatPoolView);
export const SeatPools = Connection(SeatPool);
export const ProvisioningRun = graphqlObject(RunView, '@key(fields: "id")');
export const ProvisioningOutcome = graphqlObject(OutcomeView);
export const ProvisioningOutcomes = Connection(ProvisioningOutcome);
export const Person = entity('Person');
export const Programme = entity('Programme');
