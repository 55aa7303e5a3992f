/** What is asked, and what the first hit has to be called. */
export type Question = readonly [asked: string, first: RegExp];

/** Of the catalogue: numbers, articles, accents, beginnings, parts of words, one letter wrong, words that say nothing, in French and Arabic. */
export const OF_COURSES: readonly Question[] = [
  ['base de données', /bases? de donn/i],
  ['BASES DE DONNEES', /bases? de donn/i],
  ['sécurité', /s[ée]curit/i],
  ['cybersecurite', /cybers[ée]curit/i],
  ['réseau', /r[ée]seau/i],
  ['reseaux', /r[ée]seau/i],
  ['réseau informatique', /r[ée]seaux/i],
  ['dev digital', /d[ée]veloppement digital/i],
  ['developement digital', /d[ée]veloppement digital/i],
  ['exel', /excel/i],
  ['exce', /excel/i],
  ['programation', /programmation/i],
  ['infografhie', /infographie/i],
  ['maintenance informatique', /maintenance informatique/i],
  ['anglais technique', /anglais technique/i],
  ['l’information', /information/i],
  ['intelligence artificiel', /intelligence artificielle/i],
  ['alphabetisation numerique', /alphab[ée]tisation num[ée]rique/i],
  ['azure', /azure/i],
  ['data', /data/i],
  ['شبكات', /الشبكات/],
  ['والشبكات', /الشبكات/],
  ['للشبكات', /الشبكات/],
  ['قواعد بيانات', /قواعد البيانات/],
  ['ذكاء اصطناعي', /الذكاء الاصطناعي/],
  ['الحوسبه السحابيه', /الحوسبة السحابية/],
  ['امن سيبراني', /الأمن السيبراني/],
  ['مهارات سلوكية', /المهارات السلوكية/],
  ['تطبيقات المحمول', /تطبيقات المحمول/],
  ['اكسل', /إكسل/],
  ['AI', /intelligence artificielle/i],
  ['formation excel', /excel/i],
  ['cours d’excel', /excel/i],
  ['دورة إكسل', /إكسل/],
  ['Excel et Word', /excel|word/i],
  ['power apps', /powerapps/i],
  ['مشاريع', /مشروع/],
];

/** Family and given name of persons of whom there is one, and how they are asked for. */
export const OF_ONE: readonly {
  name: [family: string, given: string, familyAr: string | null, givenAr: string | null];
  asked: string[];
}[] = [
  {
    name: ['El Khatibi', 'Oumaïma', 'الخطيبي', 'أميمة'],
    asked: ['El Khatibi Oumaïma', 'oumaima khatibi', 'khatibi oum', 'oumayma khatibbi', 'اميمة الخطيبي', 'خطيبي'],
  },
  { name: ['بنعمر', 'عبد الرحيم', null, null], asked: ['عبدالرحيم بنعمر', 'Benomar Abderrahim'] },
  {
    name: ['Bouzidi-Hafid', 'Abdel Kader', 'البوزيدي', 'عبد القادر'],
    asked: ['abdelkader bouzidi', 'عبدالقادر بوزيدي'],
  },
  { name: ['Elmoutaouakil', 'Chaïmae', null, null], asked: ['chaimae moutaouakil', 'elmoutaouakl', 'شيماء المتوكل'] },
  { name: ['Ben Jelloun', 'Wiam', null, null], asked: ['Benjelloun Wiam', 'wiam ben jelloun', 'بنجلون وئام'] },
  { name: ['Benkiran-Souiri', 'Ilham', null, null], asked: ['ben kiran souiri', 'إلهام بن كيران'] },
  { name: ['بو عزة', 'غزلان', null, null], asked: ['بوعزة غزلان', 'Bouazza Ghizlane', 'Bou Azza Ghizlane'] },
  { name: ['Elghrissi', 'Soundous', null, null], asked: ['El Ghrissi', 'soundous al ghrissi', 'الغريسي'] },
  {
    name: ['Sebbar', 'Fatimazahra', null, null],
    asked: ['Fatima Zahra Sebbar', 'sebbar fatima-zahra', 'فاطمة الزهراء صبار'],
  },
  { name: ['Sebbata', 'Fatima Zahra', null, 'فاطمة الزهراء'], asked: ['Fatimazahra Sebbata', 'فاطمةالزهراء سباطة'] },
  { name: ['Ouhammouch', 'Med', null, null], asked: ['Mohamed Ouhammouch', 'ouhammouch mohammed', 'محمد أوحموش'] },
  { name: ['Zougagh', 'Mohammed', 'زوكاغ', 'محمد'], asked: ['Med Zougagh', 'mohamed zougagh'] },
  { name: ['Benmessoudi', 'Widad', null, null], asked: ['messoudi widad', 'المسعودي وداد'] },
  { name: ['ⴰⵖⵥⴰⴼ', 'ⵜⵉⵏⵀⵉⵏⴰⵏ', null, null], asked: ['Tinhinan Aghzaf', 'تينهينان أغزاف', 'ⴰⵖⵥⴰⴼ'] },
  { name: ['Ou’brahim', 'Ṣafiyya', null, null], asked: ['Safiya Oubrahim', 'أوبراهيم صفية'] },
];

/** Of persons of whom there are thousands: the widest that may be asked. */
export const OF_MANY: readonly Question[] = [
  ['mohamed', /mohamed|محمد/i],
  ['Alaoui Mohamed', /mohamed alaoui/i],
  ['محمد علوي', /العلوي/],
  ['sal', /\bsal/i],
  ['fatima tazzi', /tazi/i],
  ['benani', /bennani/i],
  ['youssef el idrissi', /youssef idrissi/i],
  ['Elamrani Salma', /salma el amrani/i],
  ['khadija al amrani', /khadija el amrani/i],
  ['Ben Nani Omar', /omar bennani/i],
  ['عبدالله الفاسي', /الفاسي/],
  ['Med Alaoui', /mohamed alaoui/i],
  ['nani salma', /salma bennani/i],
  ['Elalaoui Youssef', /youssef alaoui/i],
  ['fatima zahra', /fatima/i],
  ['h', /\bh/i],
];
