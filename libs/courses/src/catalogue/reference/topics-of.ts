import type { Topic } from '@takwin/contracts/topics';

const SIGNS: readonly (readonly [RegExp, Topic])[] = [
  [/\bword\b/i, 'word'],
  [/\bexcel\b/i, 'excel'],
  [/powerpoint/i, 'powerpoint'],
  [/azure|cloud/i, 'cloud'],
  [/cosmos|\bsql|redis|postgres|bases? de données|nosql/i, 'databases'],
  [/power-bi|donn[ée]es|\bdata\b|big data|tableaux? de bord|hadoop|\bBI\b/i, 'data'],
  [/\bvision|\bbot|cognitive|text-analytics|deep-learning|\bnlp\b|chatbot/i, 'ai'],
  [/virtual-machine|\bvms?\b|container|linux|windows|serveur|syst[èe]mes|infrastructure|maintenance/i, 'systems'],
  [/network|r[ée]seaux/i, 'networks'],
  [/secur|s[ée]curit[ée]|rbac|key-vault|authentication|encryption/i, 'security'],
  [/\biot/i, 'iot'],
  [/\bweb\b|front|html|javascript|react|mean-stack/i, 'web'],
  [/mobile/i, 'mobile'],
  [
    /\bfunctions?\b|programm(er|ation|ing)|algorithm|développement|framework|orienté objet|vs-code|\bdeveloper\b|agile/i,
    'programming',
  ],
  [/dynamics|d365|bizapps|powerapps|power-apps|\bflow\b/i, 'business'],
  [/infographie|graphique/i, 'design'],
  [/^(français|anglais|arabe)/i, 'languages'],
  [/comportementales|métier|milieu professionnel|besoins du client/i, 'soft-skills'],
  [/entrepreneur/i, 'entrepreneurship'],
  [/culture et techniques avancées du numérique|veille technologique/i, 'digital-literacy'],
];

/** What a title, a uid or a list of products is about, in the vocabulary's order; the fallback where nothing shows. */
export function topicsOf(text: string, fallback: Topic): Topic[] {
  const topics = SIGNS.filter(([sign]) => sign.test(text)).map(([, topic]) => topic);
  return topics.length > 0 ? topics : [fallback];
}
