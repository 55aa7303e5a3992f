import { Module } from '@nestjs/common';
import { ChangeRoomHandler } from './change-room.js';
import { FindRoomsHandler } from './find-rooms.js';
import { OpenRoomHandler } from './open-room.js';
import { RoomResolver } from './room.resolver.js';
import { AcademyRoomsController, RoomsController } from './rooms.controller.js';

/** The rooms of academies, and when they are open. */
@Module({
  controllers: [AcademyRoomsController, RoomsController],
  providers: [OpenRoomHandler, ChangeRoomHandler, FindRoomsHandler, RoomResolver],
})
export class RoomsModule {}
