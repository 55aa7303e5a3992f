import { Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { By, Input, Runs } from '@takwin/platform/http';
import { ChangeRoom, CloseRoom, ReopenRoom, ChangeRoomHandler } from './change-room.js';
import { OpenRoom, OpenRoomHandler } from './open-room.js';
import { Room } from '../graphql-types.js';

@Resolver()
export class RoomResolver {
  constructor(
    private readonly opening: OpenRoomHandler,
    private readonly rooming: ChangeRoomHandler,
  ) {}

  @Mutation(() => Room)
  @Runs(OpenRoom)
  openRoom(@By() actor: Actor, @Input(OpenRoom) command: OpenRoom) {
    return this.opening.run(actor, command);
  }

  @Mutation(() => Room)
  @Runs(ChangeRoom)
  changeRoom(@By() actor: Actor, @Input(ChangeRoom) command: ChangeRoom) {
    return this.rooming.change(actor, command);
  }

  @Mutation(() => Room)
  @Runs(CloseRoom)
  closeRoom(@By() actor: Actor, @Input(CloseRoom) command: CloseRoom) {
    return this.rooming.close(actor, command);
  }

  @Mutation(() => Room)
  @Runs(ReopenRoom)
  reopenRoom(@By() actor: Actor, @Input(ReopenRoom) command: ReopenRoom) {
    return this.rooming.reopen(actor, command);
  }
}
