import { ALSO, told } from './meant-words.js';

/** What is written short, folded, and so asks for the word itself: all the words of one of these, as well as those that begin so. */
const SHORT: Record<string, string[]> = {
  ia: ['intelligence artificielle', 'ai'],
  ai: ['intelligence artificielle'],
  bdd: ['base donnees'],
  bd: ['base donnees'],
  sgbd: ['base donnees'],
  poo: ['oriente objet'],
  js: ['javascript'],
  ppt: ['powerpoint'],
  stat: ['statistique'],
  stats: ['statistique'],
  compta: ['comptabilite'],
  math: ['mathematiques'],
  maths: ['mathematiques'],
  ml: ['machine learning', 'apprentissage automatique'],
  rh: ['ressources humaines'],
  tcd: ['tableau croise'],
  pc: ['ordinateur'],
  mail: ['messagerie'],
  email: ['messagerie'],
};

/** What is asked for by another word, folded: all the words of one of these. `dotnet` is kept by itself, and is no net. */
const MEANT: Record<string, string[]> = {
  ...Object.fromEntries(Object.entries(ALSO).filter(([word]) => word !== 'dotnet')),
  ...SHORT,
  courriel: ['messagerie'],
  bureautique: ['office', 'word', 'excel', 'powerpoint'],
  اعلاميات: ['معلوميات', 'informatique'],
  فرنسيه: ['francais'],
  انجليزيه: ['anglais'],
  عربيه: ['arabe'],
};

export const ALSO_MEANT = told(MEANT);
export const SHORT_FOR = told(SHORT);
