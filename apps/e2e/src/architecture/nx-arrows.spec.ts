import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLEAN_TREE } from './clean-tree.js';
import { filesOf, lint, type Plant } from './lint.js';
import { Overlay } from './overlay.js';

const BOUNDARY = /enforce-module-boundaries: A project tagged with "[\w:]+" can(not| only) depend/;

const ARROWS: Plant[] = [
  {
    name: 'a domain that imports another domain',
    path: 'libs/trainers/src/plans/teach.ts',
    text: `import { CatalogueModule } from '@takwin/courses'; export const teach = CatalogueModule;`,
    says: BOUNDARY,
  },
  {
    name: 'a domain that reaches into another by a relative path',
    path: 'libs/trainers/src/plans/peek.ts',
    text: `import { Course } from '../../../courses/src/course/course.js'; export const peek = Course;`,
    says: /cannot be imported by a relative or absolute path/,
  },
  {
    name: 'a domain that imports an app',
    path: 'libs/licensing/src/runs/start.ts',
    text: `import { started } from '@takwin/courses-app/main'; export const begin = started;`,
    says: BOUNDARY,
  },
  {
    name: 'platform that imports contracts',
    path: 'libs/platform/src/events/knows.ts',
    text: `import { CourseId } from '@takwin/contracts/ids'; export const id = CourseId;`,
    says: BOUNDARY,
  },
  {
    name: 'platform that imports a domain',
    path: 'libs/platform/src/events/serves.ts',
    text: `import { programme } from '@takwin/programme'; export const served = programme;`,
    says: BOUNDARY,
  },
  {
    name: "one service's app that imports another's",
    path: 'apps/gateway/src/shortcut.ts',
    text: `import { started } from '@takwin/courses-app/main'; export const shortcut = started;`,
    says: BOUNDARY,
  },
  {
    name: 'a command that imports an app',
    path: 'apps/cli/src/shortcut.ts',
    text: `import { started } from '@takwin/courses-app/main'; export const shortcut = started;`,
    says: BOUNDARY,
  },
  {
    name: 'a command that reaches into an app by a relative path',
    path: 'apps/cli/src/peek.ts',
    text: `import { started } from '../../courses/src/main.js'; export const peek = started;`,
    says: /cannot be imported by a relative or absolute path/,
  },
  {
    name: "a service's app that imports a domain",
    path: 'apps/courses/src/compose.ts',
    text: `export const composed = () => import('@takwin/courses');`,
    says: BOUNDARY,
  },
  {
    name: 'the gateway that imports a domain',
    path: 'libs/gateway/src/knows.ts',
    text: `import { CatalogueModule } from '@takwin/courses'; export const known = CatalogueModule;`,
    says: BOUNDARY,
  },
  {
    name: 'services that import what plays on them',
    path: 'libs/services/src/deployed.ts',
    text: `import { client } from '@takwin/demo/client'; export const deployed = client;`,
    says: BOUNDARY,
  },
];

// Apart, as it would close a circle with the arrow from platform, which is reported first.
const BACK: Plant = {
  name: 'contracts that import platform',
  path: 'libs/contracts/src/refused.ts',
  text: `import { Refusal } from '@takwin/platform/errors'; export const Refused = Refusal;`,
  says: BOUNDARY,
};

describe('arrows between projects', () => {
  const overlay = new Overlay({ ...CLEAN_TREE, ...filesOf(ARROWS) });
  const back = new Overlay({ ...CLEAN_TREE, ...filesOf([BACK]) });
  let messages: Map<string, string[]>;

  // Neither overlay has a project graph yet: without one the rule would let everything pass.
  beforeAll(async () => {
    messages = await lint(overlay);
    messages.set(BACK.path, (await lint(back)).get(BACK.path)!);
  }, 120_000);
  afterAll(() => [overlay, back].forEach((each) => each.remove()));

  it.each([...ARROWS, BACK])('catches $name', ({ path, says }) => {
    expect(messages.get(path)?.join('\n')).toMatch(says);
  });

  it.each(Object.keys(CLEAN_TREE))('says nothing of %s', (path) => {
    expect(messages.get(path)).toEqual([]);
  });
});
