import { Controller, Get, Patch, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { ChangeRoom, CloseRoom, ReopenRoom, ChangeRoomHandler } from './change-room.js';
import { FindRoom, FindRooms, FindRoomsHandler } from './find-rooms.js';
import { OpenRoom, OpenRoomHandler } from './open-room.js';
import { RoomView } from './room.js';

@Controller('v1/academies/:academyId/rooms')
export class AcademyRoomsController {
  constructor(private readonly rooms: OpenRoomHandler) {}

  @Post()
  @Runs(OpenRoom, RoomView, 201)
  openRoom(@By() actor: Actor, @Request(OpenRoom) command: OpenRoom) {
    return this.rooms.run(actor, command);
  }
}

@Controller('v1/rooms')
export class RoomsController {
  constructor(
    private readonly search: FindRoomsHandler,
    private readonly changing: ChangeRoomHandler,
  ) {}

  @Get()
  @Runs(FindRooms, pageOf(RoomView))
  find(@By() actor: Actor, @Request(FindRooms) query: FindRooms) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindRoom, RoomView)
  one(@By() actor: Actor, @Request(FindRoom) query: FindRoom) {
    return this.search.one(actor, query);
  }

  @Patch(':id')
  @Runs(ChangeRoom, RoomView)
  change(@By() actor: Actor, @Request(ChangeRoom) command: ChangeRoom) {
    return this.changing.change(actor, command);
  }

  @Post(':id/close')
  @Runs(CloseRoom, RoomView)
  close(@By() actor: Actor, @Request(CloseRoom) command: CloseRoom) {
    return this.changing.close(actor, command);
  }

  @Post(':id/reopen')
  @Runs(ReopenRoom, RoomView)
  reopen(@By() actor: Actor, @Request(ReopenRoom) command: ReopenRoom) {
    return this.changing.reopen(actor, command);
  }
}
