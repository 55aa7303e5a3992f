import { Controller, Patch, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { ChangeRoom, CloseRoom, ReopenRoom, ChangeRoomHandler } from './change-room.js';
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
  constructor(private readonly changing: ChangeRoomHandler) {}

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
