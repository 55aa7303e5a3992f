/**
 * What courses, trainers and exams are about: one vocabulary, so that a trainer's qualification and a course can be
 * compared. Keys are for data, labels for people and for search.
 */
export const TOPICS = {
  word: { fr: 'Traitement de texte Word', ar: 'معالجة النصوص وورد', en: 'Word' },
  excel: { fr: 'Tableur Excel', ar: 'الجداول الحسابية إكسل', en: 'Excel' },
  powerpoint: { fr: 'Présentations PowerPoint', ar: 'العروض التقديمية باوربوينت', en: 'PowerPoint' },
  outlook: { fr: 'Messagerie Outlook', ar: 'البريد الإلكتروني آوتلوك', en: 'Outlook' },
  access: { fr: 'Bases de données Access', ar: 'قواعد البيانات أكسس', en: 'Access' },
  'office-365': { fr: 'Office 365 et collaboration', ar: 'أوفيس 365 والعمل التعاوني', en: 'Office 365' },
  'digital-literacy': { fr: 'Alphabétisation numérique', ar: 'محو الأمية الرقمية', en: 'Digital literacy' },
  programming: { fr: 'Programmation', ar: 'البرمجة', en: 'Programming' },
  web: { fr: 'Développement web', ar: 'تطوير الويب', en: 'Web development' },
  mobile: { fr: 'Applications mobiles', ar: 'تطبيقات المحمول', en: 'Mobile apps' },
  databases: { fr: 'Bases de données', ar: 'قواعد البيانات', en: 'Databases' },
  data: { fr: 'Analyse de données', ar: 'تحليل البيانات', en: 'Data analysis' },
  ai: { fr: 'Intelligence artificielle', ar: 'الذكاء الاصطناعي', en: 'Artificial intelligence' },
  cloud: { fr: 'Informatique en nuage', ar: 'الحوسبة السحابية', en: 'Cloud computing' },
  systems: { fr: 'Systèmes et serveurs', ar: 'الأنظمة والخوادم', en: 'Systems and servers' },
  networks: { fr: 'Réseaux', ar: 'الشبكات', en: 'Networks' },
  security: { fr: 'Cybersécurité', ar: 'الأمن السيبراني', en: 'Security' },
  iot: { fr: 'Objets connectés', ar: 'إنترنت الأشياء', en: 'Internet of things' },
  business: { fr: 'Applications de gestion', ar: 'تطبيقات تدبير المقاولة', en: 'Business applications' },
  design: { fr: 'Infographie', ar: 'الطبع المعلوماتي', en: 'Graphic design' },
  languages: { fr: 'Langues', ar: 'اللغات', en: 'Languages' },
  'soft-skills': { fr: 'Compétences comportementales', ar: 'المهارات السلوكية', en: 'Soft skills' },
  entrepreneurship: { fr: 'Entrepreneuriat', ar: 'ريادة الأعمال', en: 'Entrepreneurship' },
} as const;

export type Topic = keyof typeof TOPICS;
