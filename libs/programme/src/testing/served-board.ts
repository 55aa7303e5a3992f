import { Module, type Type } from '@nestjs/common';
import { apiOf, type TestService, testService, testTokens, type TestTokens } from '@takwin/platform/testing';
import { ProgrammeModule } from '../programme.module.js';
import type { AccreditedAcademies } from '../scoreboard/count-accredited-academies.js';
import { FiveLogs } from './five-logs.js';

class EmptyRegister implements AccreditedAcademies {
  run(): Promise<number> {
    return Promise.resolve(0);
  }
}

/** The scoreboard behind its doors, over the logs of five services; `admin` asks for the programme. */
export type ServedBoard = {
  services: FiveLogs;
  tokens: TestTokens;
  running: TestService;
  admin: ReturnType<typeof apiOf>;
  close(): Promise<void>;
};

/** `registerOn` makes the register of academies that stands in for the recount: an empty one unless told. */
export async function servedBoard(
  registerOn: (services: FiveLogs) => Type<AccreditedAcademies> = () => EmptyRegister,
): Promise<ServedBoard> {
  const services = await FiveLogs.open();
  const tokens = await testTokens();
  const Register = registerOn(services);
  @Module({ providers: [Register], exports: [Register] })
  class RegisterModule {}
  const module = ProgrammeModule.recountedBy(RegisterModule, Register);
  const running = await testService(module, { env: tokens.env, db: services.db });
  return {
    services,
    tokens,
    running,
    admin: apiOf(running.url, await tokens.of({ role: 'programme-admin' })),
    async close() {
      await running.close();
      await tokens.close();
      await services.close();
    },
  };
}
