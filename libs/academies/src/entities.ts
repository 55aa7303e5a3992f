import { academySchema } from './academies/academy.writer.js';
import { roomSchema } from './rooms/room.writer.js';

/** The nouns that are mapped: what a Database has to know that runs the commands of this library. */
export const academiesEntities = [academySchema, roomSchema];
