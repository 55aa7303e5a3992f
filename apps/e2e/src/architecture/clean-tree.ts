/** A small tree in which every rule is kept, by code that comes close to breaking it: nothing in it may be reported. */
export const CLEAN_TREE: Readonly<Record<string, string>> = {
  'libs/contracts/src/ids.ts': `
    import { z } from 'zod';
    export const CourseId = z.uuid();
  `,
  'libs/platform/src/errors.ts': `export { Refusal } from './errors/refusal.js';`,
  'libs/platform/src/errors/refusal.ts': `export class Refusal extends Error {}`,
  'libs/platform/src/postgres.ts': `export { open, stamp } from './postgres/database.js';`,
  'libs/platform/src/postgres/database.ts': `
    import { Pool } from 'pg';
    export const open = (url: string): Pool => new Pool({ connectionString: url });
    export const stamp = 'select now()';
  `,
  'libs/platform/src/config.ts': `export { environment } from './config/env.js';`,
  'libs/platform/src/config/env.ts': `export const environment = process.env;`,
  'libs/platform/src/http.ts': `export { isRefusal } from './http/refusals.js';`,
  'libs/platform/src/http/refusals.ts': `
    import { HttpException } from '@nestjs/common';
    import { Refusal } from '../errors/refusal.js';
    export const isRefusal = (thrown: unknown): boolean => thrown instanceof Refusal || thrown instanceof HttpException;
  `,
  'libs/platform/src/testing.ts': `export { given } from './testing/given.js';`,
  'libs/platform/src/testing/given.ts': `
    import { expect } from '@jest/globals';
    import { environment } from '../config/env.js';
    export function given(): void { console.log(environment['HOME'] ?? process.env['HOME']); expect(1).toBe(1); }
  `,
  'libs/courses/src/index.ts': `
    export { CatalogueModule } from './catalogue/catalogue.module.js';
    export { migrations } from './migrations.js';
  `,
  'libs/courses/src/catalogue/course.ts': `
    import { CourseId } from '@takwin/contracts/ids';
    import { Refusal } from '@takwin/platform/errors';
    import { createHash } from 'node:crypto';
    import { z } from 'zod';
    import { minutes } from '../duration/duration.js';
    export class CourseIsClosed extends Refusal {}
    export const Course = z.object({ id: CourseId, startsAt: z.date(), minutes: z.number().default(minutes('PT1H')) });
    export const endOf = (startsAt: Date): Date => new Date(startsAt.getTime() + 60_000);
    export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  `,
  'libs/courses/src/catalogue/course.spec.ts': `
    import { expect, it } from '@jest/globals';
    import { given } from '@takwin/platform/testing';
    import { endOf } from './course.js';
    it('ends after it starts', () => { given(); expect(endOf(new Date()).getTime()).toBeGreaterThan(Date.now()); });
  `,
  'libs/courses/src/duration/duration.ts': `export const minutes = (text: string): number => text.length;`,
  'libs/courses/src/catalogue/course.rows.ts': `
    import type { Pool } from 'pg';
    import { Course } from './course.js';
    export async function selectCourses(pool: Pool, at: Date): Promise<unknown[]> {
      const text = \`select id, lower(during) at time zone 'UTC' from course where known_at < $1\`;
      return (await pool.query(text, [at])).rows.map((row) => Course.parse(row));
    }
  `,
  'libs/courses/src/migrations.ts': `export const migrations = ['create table course (id uuid primary key)'];`,
  'libs/courses/src/catalogue/find-courses.ts': `
    import { open } from '@takwin/platform/postgres';
    import { selectCourses } from './course.rows.js';
    export const findCourses = (url: string, at: Date) => selectCourses(open(url), at);
  `,
  'libs/courses/src/catalogue/courses.controller.ts': `
    import { Controller } from '@nestjs/common';
    import { isRefusal } from '@takwin/platform/http';
    import { findCourses } from './find-courses.js';
    @Controller('v1/courses')
    export class CoursesController { readonly find = findCourses; readonly refused = isRefusal; }
  `,
  'libs/courses/src/catalogue/catalogue.module.ts': `
    import { Module } from '@nestjs/common';
    import { CoursesController } from './courses.controller.js';
    @Module({ controllers: [CoursesController] })
    export class CatalogueModule {}
  `,
  'libs/programme/src/index.ts': `export const programme = 'the convention';`,
  'libs/simulators/src/app.ts': `
    import { environment } from '@takwin/platform/config';
    export const app = environment;
  `,
  'libs/gateway/src/app.ts': `
    import { CourseId } from '@takwin/contracts/ids';
    export const app = CourseId;
  `,
  'libs/services/src/courses.ts': `
    import { CatalogueModule, migrations } from '@takwin/courses';
    export const app = [CatalogueModule, migrations];
  `,
  'libs/services/src/load-app.ts': `
    export const apps = () => [import('./courses.js'), import('@takwin/gateway/app'), import('@takwin/simulators/app')];
  `,
  'libs/deployment/src/program.ts': `
    export const start = (): unknown => [process.env['PORT'], new Date()];
  `,
  'libs/deployment/src/running-services.ts': `
    import { apps } from '@takwin/services/load-app';
    import { start } from './program.js';
    export const startAll = (): unknown => [apps, start()];
  `,
  'libs/demo/src/client.ts': `
    import { startAll } from '@takwin/deployment/running-services';
    export const client = startAll;
  `,
  'apps/courses/src/main.ts': `
    import { start } from '@takwin/deployment/program';
    start();
    export const started = import('@takwin/services/courses');
  `,
  'apps/gateway/src/main.ts': `
    import { start } from '@takwin/deployment/program';
    start();
    export const started = import('@takwin/gateway/app');
  `,
  'apps/cli/src/demo.ts': `
    import { programme } from '@takwin/programme';
    import { client } from '@takwin/demo/client';
    import { environment } from '@takwin/platform/config';
    console.log(client, environment, programme, process.env['PORT']);
  `,
};
