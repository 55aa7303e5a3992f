import { describe, expect, it } from '@jest/globals';
import { cities } from './cities.js';
import { arabicName, establishments } from './establishments.js';
import { fold, tidy } from './fold.js';

const all = establishments(cities());
const called = (name: string) => all.filter((one) => fold(one.name) === fold(name));

describe('establishments', () => {
  it('are 276 of the 495 rows: duplicates folded, the two empty names dropped', () => {
    expect(all).toHaveLength(276);
    expect(all.some((one) => one.name === '')).toBe(false);
  });

  it('fold no-break and doubled blanks', () => {
    expect(called('Institut Spécialisé de Technologie Appliquée Essaouira')).toHaveLength(1);
    expect(all.some((one) => one.name !== tidy(one.name))).toBe(false);
  });

  it('fold both apostrophes', () => {
    expect(called("Centre de Formation et d'insertion des Jeunes Bouknadel")).toHaveLength(1);
    expect(fold("BEN M'SIK")).toBe(fold('Ben M’sik'));
  });

  it('fold case and accents, and keep the spelling that has them', () => {
    expect(called('INSTITUT SPECIALISE DE TECHNOLOGIE APPLIQUEE BAB FTOUH FES').map((one) => one.name)).toEqual([
      'Institut Spécialisé de Technologie Appliquée Bab Ftouh Fès',
    ]);
    expect(called('Institut Spécialisé de Technologie Appliquée Route Aeroport Tanger')[0]!.name).toContain('Aéroport');
  });

  it('know the city of all but four', () => {
    expect(all.filter((one) => one.city === null).map((one) => one.name)).toEqual([
      'Centre Socio-Educatif et d’insertion des Jeunes Madinat Arrahma Ii Nouaceur',
      'Espace Socio-Educatif Madinat Errahma Nouaceur',
      'Centre de Formation et d’insertion des Jeunes Al Karia',
      'Institut de Technologie Appliquée de Transformation des Dattes',
    ]);
  });

  it('are called in Arabic by kind, number and city, with our spelling of a quarter that is named, and say so', () => {
    const arabic = (name: string) => arabicName(called(name)[0]!);
    expect(arabic('Institut Spécialisé de Technologie Appliquée 2 Safi')).toEqual({
      ar: 'المعهد المتخصص للتكنولوجيا التطبيقية 2 آسفي',
      origin: 'translated',
    });
    expect(arabic('Institut Spécialisé de Technologie Appliquée Bab Ftouh Fès')).toEqual({
      ar: 'المعهد المتخصص للتكنولوجيا التطبيقية باب الفتوح فاس',
      origin: 'transliterated',
    });
    expect(() => arabic('Institut Spécialisé de Technologie Appliquée Jorf Lasfar')).toThrow('no Arabic name ships');
  });
});
