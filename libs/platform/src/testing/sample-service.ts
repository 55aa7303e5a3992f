import { randomUUID } from 'node:crypto';
import { Controller, Get, Injectable, Module, Patch, Post } from '@nestjs/common';
import { Context, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import type { Actor } from '../auth/actor.js';
import { NotFound } from '../errors/refusal.js';
import { batched, type GraphQLContext } from '../graphql/batch.js';
import { SubgraphModule } from '../graphql/subgraph.module.js';
import { Connection, graphqlObject } from '../graphql/types.js';
import { By, Input, Params, Request, Runs } from '../http/operation.js';
import { demandVersion } from '../postgres/version.js';
import { idPagesFor, type Page, pageOf } from '../schema/page.js';
import { codeList } from '../schema/code-list.js';
import { command, conditional, paging, query } from '../schema/schema.js';
import { Text } from '../schema/text.js';

const Dish = codeList('Dish', 'What there is to eat and drink', {
  tajine: 'Stewed slowly under a lid',
  couscous: 'Steamed, on Fridays',
  'sweet-tea': 'Green, with mint',
});
const OrderView = z
  .object({ id: z.uuid(), table: z.uuid(), dish: Dish, guests: z.int(), note: z.string().nullable(), version: z.int() })
  .meta({ id: 'Order' });
type OrderView = z.output<typeof OrderView>;

export const PlaceOrder = command(
  'PlaceOrder',
  { 'programme-admin': 'programme', candidate: 'self' },
  { table: z.uuid(), dish: Dish, guests: z.int().min(1).max(12), note: Text({ max: 40 }).optional() },
  {
    summary: 'Place an order',
    description: 'Orders a dish for a table.',
  },
);
type PlaceOrder = z.output<typeof PlaceOrder>;

const ChangeOrder = command(
  'ChangeOrder',
  { 'programme-admin': 'programme' },
  { id: z.uuid(), ...conditional, guests: z.int().min(1).max(12) },
  {
    summary: 'Change an order',
    description: 'Changes for how many it is.',
  },
);
type ChangeOrder = z.output<typeof ChangeOrder>;

const ServeOrder = command(
  'ServeOrder',
  { 'programme-admin': 'programme' },
  { id: z.uuid() },
  {
    summary: 'Serve an order',
    description: 'Brings what was ordered to the table.',
  },
);
type ServeOrder = z.output<typeof ServeOrder>;

export const FindOrders = query(
  'FindOrders',
  { 'programme-admin': 'programme', 'academy-manager': 'academy', integrator: 'programme' },
  { ...paging, table: z.uuid().optional(), dish: Dish.optional(), q: Text({ max: 40 }).optional() },
  {
    summary: 'List orders',
    description: 'Lists orders, a page at a time.',
  },
);
type FindOrders = z.output<typeof FindOrders>;

const FindOrder = query(
  'FindOrder',
  { 'programme-admin': 'programme' },
  { id: z.uuid() },
  {
    summary: 'Read an order',
    description: 'Answers one order.',
  },
);
type FindOrder = z.output<typeof FindOrder>;

export const SeeBill = query(
  'SeeBill',
  { 'programme-admin': 'programme' },
  { id: z.uuid() },
  {
    summary: 'See the bill',
    description: 'Answers what an order costs.',
  },
);

/** What specs of the doors run: it keeps who asked it for what. */
@Injectable()
export class SampleService {
  readonly ran: { actor: Actor; said: object }[] = [];
  readonly orders = new Map<string, OrderView>();

  place(actor: Actor, said: PlaceOrder): OrderView {
    this.ran.push({ actor, said });
    const order = { id: randomUUID(), ...said, note: said.note ?? null, version: 1 };
    return this.keep(order);
  }

  change(actor: Actor, said: ChangeOrder): OrderView {
    const order = this.one(said.id);
    demandVersion(said.expectedVersion, order.version);
    this.ran.push({ actor, said });
    return this.keep({ ...order, guests: said.guests, version: order.version + 1 });
  }

  one(id: string): OrderView {
    const order = this.orders.get(id);
    if (!order) throw new NotFound('order');
    return order;
  }

  private keep(order: OrderView): OrderView {
    this.orders.set(order.id, order);
    return order;
  }

  find(actor: Actor, said: FindOrders): Page<OrderView> {
    const { last, page } = idPagesFor<OrderView>(FindOrders, actor, said);
    this.ran.push({ actor, said });
    const [after] = last ?? [''];
    return page([...this.orders.values()].filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1)));
  }

  byIds = async (actor: Actor, ids: readonly string[]): Promise<Map<string, OrderView>> => {
    this.ran.push({ actor, said: ids });
    return new Map([...this.orders].filter(([id]) => ids.includes(id)));
  };

  bills = async (actor: Actor, ids: readonly string[]): Promise<Map<string, number>> => {
    this.ran.push({ actor, said: ids });
    return new Map(ids.map((id) => [id, 100]));
  };
}

@Controller('v1/orders')
class OrdersController {
  constructor(private readonly kitchen: SampleService) {}

  @Post()
  @Runs(PlaceOrder, OrderView, 201)
  place(@By() actor: Actor, @Request(PlaceOrder) said: PlaceOrder) {
    return this.kitchen.place(actor, said);
  }

  @Patch(':id')
  @Runs(ChangeOrder, OrderView)
  change(@By() actor: Actor, @Request(ChangeOrder) said: ChangeOrder) {
    return this.kitchen.change(actor, said);
  }

  @Post(':id/serve')
  @Runs(ServeOrder, OrderView)
  serve(@By() _actor: Actor, @Request(ServeOrder) { id }: ServeOrder) {
    return this.kitchen.one(id);
  }

  @Get(':id')
  @Runs(FindOrder, OrderView)
  one(@By() _actor: Actor, @Request(FindOrder) { id }: FindOrder) {
    return this.kitchen.one(id);
  }

  @Get()
  @Runs(FindOrders, pageOf(OrderView))
  find(@By() actor: Actor, @Request(FindOrders) said: FindOrders) {
    return this.kitchen.find(actor, said);
  }
}

const Order = graphqlObject(OrderView, '@key(fields: "id")');
const Orders = Connection(Order);

@Resolver(() => Order)
class OrderResolver {
  constructor(private readonly kitchen: SampleService) {}

  @Mutation(() => Order, { nullable: true })
  @Runs(PlaceOrder)
  placeOrder(@By() actor: Actor, @Input(PlaceOrder) said: PlaceOrder) {
    return this.kitchen.place(actor, said);
  }

  @Mutation(() => Order, { nullable: true })
  @Runs(ChangeOrder)
  changeOrder(@By() actor: Actor, @Input(ChangeOrder) said: ChangeOrder) {
    return this.kitchen.change(actor, said);
  }

  @Query(() => Orders, { nullable: true })
  @Runs(FindOrders)
  orders(@By() actor: Actor, @Params(FindOrders) said: FindOrders) {
    return this.kitchen.find(actor, said);
  }

  @ResolveReference()
  @Runs(FindOrders)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindOrders, this.kitchen.byIds, id);
  }

  @ResolveField(() => Number, { nullable: true })
  @Runs(SeeBill)
  bill(@Parent() { id }: OrderView, @Context() context: GraphQLContext) {
    return batched(context, SeeBill, this.kitchen.bills, id);
  }
}

/** A service with one command and one query, each at both doors. */
@Module({ imports: [SubgraphModule], controllers: [OrdersController], providers: [SampleService, OrderResolver] })
export class SampleModule {}
