import { afterAll, describe, expect, it } from '@jest/globals';
import { academiesService } from '../testing/academies-service.js';

const { admin, close } = await academiesService();
afterAll(close);

const codes = async (q: string, more = ''): Promise<string[]> =>
  (await admin.get(`/v1/academies?first=100&q=${encodeURIComponent(q)}${more}`)).body.items.map(
    ({ code }: { code: string }) => code,
  );

/** What is asked, and the codes of the academies that are found first. */
const FIRST: [string, ...string[]][] = [
  ['fes', 'CMC-FES-1', 'EP-FES-1', 'ISTA-FES-1', 'ISTA-FES-2'],
  ['Fès', 'CMC-FES-1', 'EP-FES-1', 'ISTA-FES-1', 'ISTA-FES-2'],
  ['فاس', 'CMC-FES-1', 'EP-FES-1', 'ISTA-FES-1', 'ISTA-FES-2'],
  ['ista fes', 'ISTA-FES-1', 'ISTA-FES-2'],
  ['salé', 'EP-SALE-1', 'ISTA-SALE-1', 'ISTA-SALE-2'],
  ['casa', 'CMC-CASABLANCA-1', 'EP-CASABLANCA-1'],
  ['casablanka', 'CMC-CASABLANCA-1', 'EP-CASABLANCA-1'],
  ['الدار البيضاء', 'CMC-CASABLANCA-1', 'EP-CASABLANCA-1'],
  ['بيضاء', 'CMC-CASABLANCA-1', 'EP-CASABLANCA-1'],
  ['رباط', 'CMC-RABAT-1', 'ISTA-RABAT-1'],
  ['بالرباط', 'CMC-RABAT-1', 'ISTA-RABAT-1'],
  ['اكادير', 'CMC-AGADIR-1', 'ISTA-AGADIR-1'],
  ['أكادير', 'CMC-AGADIR-1', 'ISTA-AGADIR-1'],
  ['بأكادير', 'CMC-AGADIR-1', 'ISTA-AGADIR-1'],
  ['الناظور', 'CMC-NADOR-1', 'EP-NADOR-1', 'ISTA-NADOR-1'],
  ['مدينة المهن أكادير', 'CMC-AGADIR-1'],
  ['marakech', 'CMC-MARRAKECH-1', 'EP-MARRAKECH-1'],
  ['مراكش', 'CMC-MARRAKECH-1', 'EP-MARRAKECH-1', 'ISTA-MARRAKECH-1'],
  ['عيون', 'CMC-LAAYOUNE-1', 'EP-LAAYOUNE-1'],
  ['قنيطرة', 'ISTA-KENITRA-1', 'ITA-KENITRA-1', 'CMC-RABAT-1'],
  ['formations tanger', 'EP-TANGER-1'],
  ['سجن طنجة', 'EP-TANGER-1'],
  ['mellal béni', 'CMC-BENI-MELLAL-1', 'EP-BENI-MELLAL-1'],
  ['ISTA-FES-2', 'ISTA-FES-2'],
  ['Médiouna', 'CFP-TIT-MELLIL-1'],
  ['مديونة', 'CFP-TIT-MELLIL-1'],
  ['FES2', 'ISTA-FES-2'],
  ['ISTA-FES1', 'ISTA-FES-1'],
  ['mohamadia', 'ISTA-MOHAMMEDIA-1'],
  ['aït meloul', 'ISTA-INEZGANE-1'],
  ['Wajda', 'ISTA-OUJDA-1'],
  ['wejda', 'ISTA-OUJDA-1'],
  ['ⵡⵊⴷⴰ', 'ISTA-OUJDA-1'],
  ['benimellal', 'CMC-BENI-MELLAL-1', 'EP-BENI-MELLAL-1'],
  ['بنيملال', 'CMC-BENI-MELLAL-1', 'EP-BENI-MELLAL-1'],
  ['بفاس', 'CMC-FES-1', 'EP-FES-1', 'ISTA-FES-1', 'ISTA-FES-2'],
  ['Fez', 'CMC-FES-1', 'EP-FES-1', 'ISTA-FES-1', 'ISTA-FES-2'],
  ['كازا', 'CMC-CASABLANCA-1', 'EP-CASABLANCA-1'],
  ['معاهد فاس', 'ISTA-FES-1', 'ISTA-FES-2'],
];

describe('the search of academies', () => {
  it.each(FIRST)('finds for %s what is meant first', async (q, ...first) => {
    expect((await codes(q)).slice(0, first.length)).toEqual(first);
  });

  it.each([
    ['kenitra', 'Kénitra'],
    ['salé', 'Salé'],
    ['سلا', 'Salé'],
    ['meknes', 'Meknès'],
    ['مكناس', 'Meknès'],
    ['settat', 'Settat'],
    ['safi', 'Safi'],
    ['tetouan', 'Tétouan'],
    ['hoceima', 'Al Hoceima'],
    ['khenifra', 'Khénifra'],
  ])('finds for %s those of the city before those of a region that bears its name', async (q, city) => {
    const { items } = (await admin.get(`/v1/academies?first=100&q=${encodeURIComponent(q)}`)).body;
    const cities: string[] = items.map((one: { city: string }) => one.city);
    const there = cities.filter((one) => one === city).length;
    expect(there).toBeGreaterThan(0);
    expect(cities.slice(0, there)).toEqual(Array(there).fill(city));
  });

  it.each([
    ['Mrakech', 'Marrakech'],
    ['Tanja', 'Tanger'],
    ['Fas', 'Fès'],
    ['Fass', 'Fès'],
    ['Dar el Beida', 'Casablanca'],
    ['El Aaiun', 'Laâyoune'],
    ['El Aaiún', 'Laâyoune'],
    ['Souira', 'Essaouira'],
    ['Essawira', 'Essaouira'],
    ['El Araich', 'Ksar El Kébir'],
    ['Wazzan', 'Ouezzane'],
    ['Khribga', 'Boujaad'],
    ['Inzgan', 'Inezgane'],
    ['Titwan', 'Tétouan'],
    ['Warzazat', 'Ouarzazate'],
    ['Wajda', 'Oujda'],
    ['Goulmima', 'Guelmim'],
  ])('finds for %s those of the city or province that is spelled otherwise', async (q, city) => {
    const { items } = (await admin.get(`/v1/academies?first=100&q=${encodeURIComponent(q)}`)).body;
    expect(items.slice(0, 2).map((one: { city: string }) => one.city)).toContain(city);
  });

  it('takes no other word for the one that is asked, because it sounds alike', async () => {
    const all = await codes('ISTA');
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter((code) => !code.startsWith('ISTA'))).toEqual([]);
    expect(await codes('Mediouna')).toEqual(['CFP-TIT-MELLIL-1']);
  });

  it('has the insides of words after their beginnings', async () => {
    const found = await codes('fes');
    const inside = found.indexOf('CFP-TIT-MELLIL-1');
    expect(inside).toBeGreaterThan(found.indexOf('ISTA-FES-2'));
  });

  it('is cut like the list, finds nothing for nothing, and is paged without loss or repetition', async () => {
    expect(await codes('fes', '&profile=prison')).toEqual(['EP-FES-1']);
    expect(await codes('!!')).toEqual([]);
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { body } = await admin.get(`/v1/academies?first=9&q=institut${after && `&after=${after}`}`);
      seen.push(...body.items.map(({ code }: { code: string }) => code));
      if (!(after = body.nextCursor ?? '')) break;
    }
    expect(seen).toEqual(await codes('institut'));
    expect(new Set(seen).size).toBe(seen.length);
    const { academies } = (await admin.graphql('{ academies(q: "institut", first: 1) { totalCount } }')).body.data;
    expect(academies.totalCount).toBe(seen.length);
  });
});
