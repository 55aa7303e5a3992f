import { describe, expect, it } from '@jest/globals';
import { filieres, ofpptModules } from './ofppt.js';

const modules = ofpptModules();
const module = (code: string) => modules.find((one) => one.code === code)!;
const filiere = (code: string) => filieres().find((one) => one.code === code)!;

describe('the OFPPT modules', () => {
  it('take the hours of the programme where the two lists disagree, and keep both figures', () => {
    expect(module('DIA_DEV_TS.M101')).toMatchObject({
      hours: 30,
      source: 'modules-web-full-stack.csv',
      hoursBySource: [
        { source: 'modules-web-full-stack.csv', hours: 30 },
        { source: 'modules-cmc.csv', hours: 15 },
      ],
    });
    expect(module('DIA_DEV_TS.M108').hoursBySource.map(({ hours }) => hours)).toEqual([80, 45]);
    const disputed = modules.filter(({ hoursBySource }) => new Set(hoursBySource.map(({ hours }) => hours)).size > 1);
    expect(disputed).toHaveLength(6);
  });

  it('keep half hours', () => expect(module('DIA_ID_TS.M107').hours).toBe(67.5));

  it('are one where both lists have them, and two where a code returns in another filière', () => {
    expect(modules).toHaveLength(36 + 27 - 13);
    expect(module('DIA_ID_TS.M107').title.fr).not.toBe(module('DIA_DEV_TS.M107').title.fr);
  });

  it('may belong to filières that the shipped list lacks: the three options of artificial intelligence', () => {
    const known = new Set(filieres().map(({ code }) => code));
    const strangers = modules.flatMap((one) => (known.has(one.filiere!) ? [] : one.filiere));
    expect(new Set(strangers)).toEqual(new Set(['DIA_IAOADA_TS', 'DIA_IAOBD_TS', 'DIA_IAODC_TS']));
  });

  it('lose the doubled blanks of their titles', () => {
    expect(module('DIA_IAOADA_TS.M203').title.fr).toBe(
      'Conception des tableaux de bord avec les outils de visualisation',
    );
  });
});

describe('the filières', () => {
  it('sum the hours of a programme that ships whole, and estimate the others', () => {
    expect(filiere('DIA_DEV_TS')).toMatchObject({ hours: 1110, hoursBasis: 'summed', level: 'TS' });
    expect(filiere('DIA_CMOSE_FQ')).toMatchObject({ hours: 60, hoursBasis: 'estimated', topics: ['excel'] });
  });

  it('build on the core whose code they extend, not on the option that the source names', () => {
    expect(['DIA_IDOCC_TS', 'DIA_IDOCS_TS', 'DIA_IDOSR_TS'].map((code) => filiere(code).filiere)).toEqual(
      Array(3).fill('DIA_ID_TS'),
    );
    expect(filiere('DIA_DEVOAM_TS').filiere).toBe('DIA_DEV_TS');
    expect(filiere('DIA_DEV_TS').filiere).toBeNull();
  });

  it('have tidy titles in French and Arabic, the evening mark left to the code', () => {
    expect(filiere('DIA_IDOCC_TS').title.fr).toBe('Infrastructure Digitale option Cloud Computing');
    expect(filiere('DIA_CMOSW_FQ').title.ar).toBe('Ms Word شهادة أخصائي مايكروسوفت أوفيس');
    expect(filiere('NTIC_TDI_TS_RCDS').title.fr).toBe('Techniques de Développement Informatique');
  });
});
