import { Controller, Get, Module, type Type } from '@nestjs/common';
import { Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { describe, expect, it } from '@jest/globals';
import { Request, Runs } from '../http/operation.js';
import { FindOrders, SampleModule, SeeBill } from '../testing/sample-service.js';
import { testService } from '../testing/service.js';

const env = { OIDC_ISSUER: 'none', OIDC_JWKS_URL: 'http://127.0.0.1:1' };

@Controller('v1/bare')
class BareController {
  @Get()
  find() {
    return [];
  }
}

@Controller('v1/other')
class OtherController {
  @Get()
  @Runs(FindOrders)
  find(@Request(SeeBill) said: object) {
    return said;
  }
}

@Resolver('Order')
class BareResolver {
  @Query(() => String)
  menu() {
    return 'tajine';
  }

  @ResolveField(() => String)
  cook() {
    return 'Salma';
  }

  @ResolveReference()
  reference() {
    return null;
  }
}

/** A service with these in a module of one of its modules. */
function serviceWith(controllers: Type[], providers: Type[]): Type {
  @Module({ controllers, providers })
  class Inner {}
  @Module({ imports: [Inner] })
  class Middle {}
  @Module({ imports: [SampleModule, Middle] })
  class Outer {}
  return Outer;
}

describe('a service', () => {
  it.each<[string, Type[], Type[], string]>([
    ['a route without a rule', [BareController], [], 'BareController.find'],
    [
      'a query, a field and a reference without a rule',
      [],
      [BareResolver],
      'BareResolver.menu, BareResolver.cook, BareResolver.reference',
    ],
    ['a route that takes another schema than its rule judges', [OtherController], [], 'OtherController.find'],
  ])('does not start on %s in any of its modules', async (_, controllers, resolvers, bare) => {
    const started = testService(serviceWith(controllers, resolvers), { env });
    await expect(started.then((service) => service.close())).rejects.toThrow(`No rule says who may run: ${bare}`);
  });
});
