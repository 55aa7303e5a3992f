import { Connection, graphqlObject } from '@takwin/platform/graphql';
import { AcademyView } from './academies/academy.js';
import { AssignmentView } from './assignments/assignment.js';
import { RoomView } from './rooms/room.js';
import { PersonView, PlacementView } from './persons/person.js';
import { ImportConfirmationView } from './rosters/confirm-import.js';

export const Academy = graphqlObject(AcademyView, '@key(fields: "id")');
export const Academies = Connection(Academy);
export const Assignment = graphqlObject(AssignmentView);
export const Assignments = Connection(Assignment);
export const Room = graphqlObject(RoomView);
export const Rooms = Connection(Room);
export const Person = graphqlObject(PersonView, '@key(fields: "id")');
export const Persons = Connection(Person);
export const ImportConfirmation = graphqlObject(ImportConfirmationView);
export const Placement = graphqlObject(PlacementView);
