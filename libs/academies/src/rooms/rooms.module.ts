import { Module } from '@nestjs/common';
import { RoomChanging } from './change-room.js';
import { RoomOpening } from './open-room.js';
import { RoomResolver } from './room.resolver.js';
import { AcademyRoomsController, RoomsController } from './rooms.controller.js';

/** The rooms of academies, and when they are open. */
@Module({
  controllers: [AcademyRoomsController, RoomsController],
  providers: [RoomOpening, RoomChanging, RoomResolver],
})
export class RoomsModule {}
