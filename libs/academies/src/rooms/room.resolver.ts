import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { ChangeRoom, CloseRoom, ReopenRoom, ChangeRoomHandler } from './change-room.js';
import { FindRoom, FindRooms, FindRoomsHandler } from './find-rooms.js';
import { OpenRoom, OpenRoomHandler } from './open-room.js';
import { Room, Rooms } from '../graphql-types.js';

@Resolver()
export class RoomResolver {
  constructor(
    private readonly opening: OpenRoomHandler,
    private readonly rooming: ChangeRoomHandler,
    private readonly search: FindRoomsHandler,
  ) {}

  @Query(() => Rooms, { nullable: true })
  @Runs(FindRooms)
  rooms(@By() actor: Actor, @Params(FindRooms) query: FindRooms) {
    return this.search.run(actor, query);
  }

  @Query(() => Room, { nullable: true })
  @Runs(FindRoom)
  room(@By() actor: Actor, @Params(FindRoom) query: FindRoom) {
    return this.search.one(actor, query);
  }

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
