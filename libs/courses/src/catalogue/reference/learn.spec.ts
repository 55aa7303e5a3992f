import { describe, expect, it } from '@jest/globals';
import { learnModules, learnUnits } from './learn.js';
import { readable } from './readable.js';

const modules = learnModules();
const module = (code: string) => modules.find((one) => one.code === code)!;

describe('the Learn modules', () => {
  it('have an English title read off the uid and a French one of ours, since the source has neither', () => {
    expect(module('learn.access-data-with-cosmos-db-and-sql-api')).toMatchObject({
      title: {
        fr: 'Insérer et interroger des données dans votre base de données Azure Cosmos DB',
        ar: null,
        en: 'Access data with Cosmos DB and SQL API',
      },
      publishedTitle: { language: 'de-DE' },
      licence: 'CC-BY-4.0',
    });
    expect(modules.every((one) => one.title.fr && one.title.fr === one.title.fr.trim())).toBe(true);
    expect(new Set(modules.map((one) => one.title.fr)).size).toBe(modules.length);
    expect(modules.some((one) => one.languages.includes('fr') || one.languages.includes('en-US'))).toBe(false);
  });

  it('take as many minutes as their units together', () => {
    for (const { hours, syllabus } of modules) {
      const minutes = syllabus.reduce((sum, unit) => sum + unit.minutes, 0);
      expect(hours).toBeCloseTo(minutes / 60, 2);
    }
  });

  it('find a unit by its whole uid, which need not begin with that of the module', () => {
    expect(module('learn-bizapps.build-your-first-report').syllabus.at(-1)!.title).toBe(
      'Build your first Power BI report quiz',
    );
  });

  it('list 517 of the 529 units: the other 12 belong to no module', () => {
    expect(learnUnits()).toHaveLength(529);
    expect(modules.flatMap((one) => one.syllabus)).toHaveLength(517);
  });

  it('are of the topics that their products tell', () => {
    expect(module('learn.provision-azure-sql-db').topics).toEqual(['cloud', 'databases']);
    expect(module('learn.manage-secrets-with-azure-key-vault').topics).toContain('security');
    expect(module('learn-bizapps.get-started-with-power-bi').topics).toEqual(['data', 'business']);
  });
});

describe('a title read off a uid', () => {
  it.each([
    ['learn.x.2-connect-to-a-vm', 'Connect to a VM'],
    ['learn.monitor-manage-device-with-iotcentral', 'Monitor manage device with IoT Central'],
    ['learn.x.12q-get-started-with-power-bi', 'Get started with Power BI'],
  ])('of %s is %s', (uid, title) => expect(readable(uid)).toBe(title));
});
