import type { Phrases } from './entry.js';

/** What is said of a field that is wrong, by the English that its schema or rule gives as message. */
export const FAULTS = {
  'at most {maximum} characters': { fr: '{maximum} caractères au plus', ar: '{maximum} حرفا على الأكثر' },
  'is missing': { fr: 'manque', ar: 'غير مذكور' },
  'before 1980': { fr: 'avant 1980', ar: 'قبل 1980' },
  'before the age of 16': { fr: 'avant l’âge de 16 ans', ar: 'قبل سن 16 سنة' },
  'more than five years after it was obtained': {
    fr: 'plus de cinq ans après l’obtention',
    ar: 'بعد أكثر من خمس سنوات من الحصول عليه',
  },
  'one of name, birthDate, matricule, cin': {
    fr: 'au moins un de name, birthDate, matricule et cin',
    ar: 'واحد على الأقل من name أو birthDate أو matricule أو cin',
  },
  'required where somebody revoked the one before': {
    fr: 'obligatoire quand le précédent a été révoqué par quelqu’un',
    ar: 'إلزامي إذا ألغى أحد الشهادة السابقة',
  },
  'not of the expected form': { fr: 'n’a pas la forme attendue', ar: 'ليس على الشكل المطلوب' },
  'not of the type that the schema says': { fr: 'n’est pas du type attendu', ar: 'ليس من النوع المطلوب' },
  'capital letters and digits, in parts joined by hyphens': {
    fr: 'des majuscules et des chiffres, en parties reliées par des traits d’union',
    ar: 'حروف كبيرة وأرقام، في أجزاء تفصلها شرطات',
  },
  'not zeros alone': { fr: 'pas uniquement des zéros', ar: 'ليست أصفارا فقط' },
  'OUI or NON': { fr: 'OUI ou NON', ar: 'OUI أو NON' },
  'F, M or H, or nothing': { fr: 'F, M ou H, ou rien', ar: 'F أو M أو H، أو لا شيء' },
  'a year of study from 1 to 5': { fr: 'une année d’études de 1 à 5', ar: 'سنة دراسة من 1 إلى 5' },
  'a whole number from 5 to 480': { fr: 'un nombre entier de 5 à 480', ar: 'عدد صحيح من 5 إلى 480' },
  'a whole number from 1 to 1000': { fr: 'un nombre entier de 1 à 1000', ar: 'عدد صحيح من 1 إلى 1000' },
  'mos, fundamentals, role-based, business, github, mce, mta, mcp': {
    fr: 'mos, fundamentals, role-based, business, github, mce, mta ou mcp',
    ar: 'mos أو fundamentals أو role-based أو business أو github أو mce أو mta أو mcp',
  },
  '13 digits': { fr: '13 chiffres', ar: '13 رقما' },
  'one or two letters and five or six digits': {
    fr: 'une ou deux lettres, puis cinq ou six chiffres',
    ar: 'حرف أو حرفان ثم خمسة أو ستة أرقام',
  },
  'day/month/year of a day that exists': {
    fr: 'jour/mois/année d’un jour qui existe',
    ar: 'اليوم/الشهر/السنة ليوم موجود',
  },
  'a region from MA-01 to MA-12': { fr: 'une région de MA-01 à MA-12', ar: 'جهة من MA-01 إلى MA-12' },
  'a language as BCP 47 names it, such as fr or pt-BR': {
    fr: 'une langue selon BCP 47, telle que fr ou pt-BR',
    ar: 'لغة كما يسميها BCP 47، مثل fr أو pt-BR',
  },
  'a code such as MO-200': { fr: 'un code tel que MO-200', ar: 'رمز مثل MO-200' },
  'a day and an hour, such as 2026-11-28T09:30': {
    fr: 'un jour et une heure, par exemple 2026-11-28T09:30',
    ar: 'يوم وساعة، مثل 2026-11-28T09:30',
  },
  'an hour and minutes, such as 09:30': {
    fr: 'une heure et des minutes, par exemple 09:30',
    ar: 'ساعة ودقائق، مثل 09:30',
  },
  '2 to 40 small letters, digits and hyphens, a letter first': {
    fr: '2 à 40 minuscules, chiffres ou traits d’union, en commençant par une lettre',
    ar: 'من 2 إلى 40 من الحروف الصغيرة والأرقام والشرطات، تبدأ بحرف',
  },
  'why it is changed, in 3 to 500 characters': {
    fr: 'pourquoi il change, en 3 à 500 caractères',
    ar: 'سبب التغيير، من 3 إلى 500 حرف',
  },
  'not one that files are read in: {charsets}': {
    fr: 'pas l’un de ceux dans lesquels les fichiers sont lus : {charsets}',
    ar: 'ليس مما تُقرأ به الملفات: {charsets}',
  },
  'Content-Type names another charset': {
    fr: 'Content-Type nomme un autre jeu de caractères',
    ar: 'يذكر Content-Type ترميزا آخر',
  },
  'a day of the convention': { fr: 'un jour de la convention', ar: 'يوم من أيام الاتفاقية' },
  'a year after the convention at most': {
    fr: 'un an après la convention au plus tard',
    ar: 'بعد سنة من نهاية الاتفاقية على الأكثر',
  },
  'a letter or a digit at least': { fr: 'au moins une lettre ou un chiffre', ar: 'حرف أو رقم على الأقل' },
  'Latin or Tifinagh letters, without digits or signs': {
    fr: 'des lettres latines ou tifinaghes, sans chiffres ni signes',
    ar: 'حروف لاتينية أو تيفيناغ، دون أرقام أو رموز',
  },
  'at least three letters, none of them Arabic': {
    fr: 'au moins trois lettres, dont aucune arabe',
    ar: 'ثلاثة أحرف على الأقل، ليس بينها حرف عربي',
  },
  'at least three Arabic letters': { fr: 'au moins trois lettres arabes', ar: 'ثلاثة أحرف عربية على الأقل' },
  'at least two letters': { fr: 'au moins deux lettres', ar: 'حرفان على الأقل' },
  'letters as they were written, not as another encoding reads them': {
    fr: 'des lettres telles qu’elles ont été écrites, et non lues dans un autre encodage',
    ar: 'حروف كما كُتبت، لا كما يقرؤها ترميز آخر',
  },
  'letters in the order in which they are read, without characters that turn it round': {
    fr: 'des lettres dans l’ordre où elles se lisent, sans caractères qui l’inversent',
    ar: 'حروف بالترتيب الذي تُقرأ به، دون محارف تعكسه',
  },
  'Arabic letters in the order in which they are read, not the last of a word first': {
    fr: 'des lettres arabes dans l’ordre où elles se lisent, et non la dernière du mot en premier',
    ar: 'حروف عربية بالترتيب الذي تُقرأ به، لا آخر الكلمة أولا',
  },
  'what it is called, not NULL, N/A or another word for none': {
    fr: 'son nom, et non NULL, N/A ou un autre mot pour dire qu’il n’y en a pas',
    ar: 'الاسم نفسه، لا NULL أو N/A أو كلمة أخرى تعني أنه لا يوجد',
  },
  'a source behind each name, such as title=LS': {
    fr: 'une source derrière chaque nom, par exemple title=LS',
    ar: 'مصدر بعد كل اسم، مثل title=LS',
  },
  'a code without quotation marks': { fr: 'un code sans guillemets', ar: 'رمز دون علامات اقتباس' },
  'a code as it was before a spreadsheet made a day or a number of it': {
    fr: 'le code d’avant qu’un tableur en ait fait une date ou un nombre',
    ar: 'الرمز كما كان قبل أن يجعله جدول حسابات تاريخا أو رقما',
  },
  'not what a spreadsheet runs as a formula: it begins with = + - or @': {
    fr: 'pas ce qu’un tableur exécute comme formule : il commence par = + - ou @',
    ar: 'ليس ما ينفذه الجدول كصيغة: يبدأ بـ = أو + أو - أو @',
  },
  'Latin, Arabic or Tifinagh letters, digits and signs, without markup or pictures': {
    fr: 'des lettres latines, arabes ou tifinaghes, des chiffres et des signes, sans balises ni images',
    ar: 'حروف لاتينية أو عربية أو تيفيناغ وأرقام وعلامات، دون وسوم أو صور',
  },
  'Arabic letters, without digits or signs': {
    fr: 'des lettres arabes, sans chiffres ni signes',
    ar: 'حروف عربية، دون أرقام أو رموز',
  },
  'no such province in the region': {
    fr: 'aucune province de ce code dans la région',
    ar: 'لا إقليم بهذا الرمز في الجهة',
  },
  'the room has {seats} workstations': {
    fr: 'la salle compte {seats} postes',
    ar: 'في القاعة {seats} محطة عمل',
  },
  'the role is held elsewhere': {
    fr: 'ce rôle ne s’exerce pas à cet endroit',
    ar: 'هذا الدور لا يمارس هنا',
  },
  'where the role is held': {
    fr: 'le lieu où le rôle s’exerce',
    ar: 'المكان الذي يمارس فيه الدور',
  },
  'before today': {
    fr: 'avant aujourd’hui',
    ar: 'قبل اليوم',
  },
  'not before the first day': {
    fr: 'pas avant le premier jour',
    ar: 'ليس قبل اليوم الأول',
  },
  'within 400 days': {
    fr: 'dans les 400 jours',
    ar: 'في حدود 400 يوم',
  },
  'no such certification': { fr: 'aucune certification de ce nom', ar: 'لا توجد شهادة بهذا الاسم' },
  'names a member of an object twice': {
    fr: 'nomme deux fois un membre d’un objet',
    ar: 'يسمي عضوا من كائن مرتين',
  },
  'ends before it begins': {
    fr: 'se termine avant de commencer',
    ar: 'ينتهي قبل أن يبدأ',
  },
  'ends before it starts': {
    fr: 'se termine avant de commencer',
    ar: 'ينتهي قبل أن يبدأ',
  },
  'has ended already': {
    fr: 'est déjà terminé',
    ar: 'انتهى من قبل',
  },
  'overlaps another span of this day': {
    fr: 'chevauche une autre plage de ce jour',
    ar: 'يتداخل مع فترة أخرى من اليوم نفسه',
  },
  'no such day': {
    fr: 'ce jour n’existe pas',
    ar: 'لا وجود لهذا اليوم',
  },
  'between 10 and 90 years of age': {
    fr: 'entre 10 et 90 ans',
    ar: 'بين 10 و90 سنة',
  },
  'between 16 and 90 years of age': {
    fr: 'entre 16 et 90 ans',
    ar: 'بين 16 و90 سنة',
  },
  'exactly one of id, matricule': {
    fr: 'un seul parmi id et matricule',
    ar: 'واحد فقط من id أو matricule',
  },
  'true or false': {
    fr: 'true ou false',
    ar: 'true أو false',
  },
  'exactly one of matricule, cin, name (with birthDate or without), matricules, ids': {
    fr: 'un seul parmi matricule, cin, name (avec ou sans birthDate), matricules et ids',
    ar: 'واحد فقط من matricule أو cin أو name (مع birthDate أو دونه) أو matricules أو ids',
  },
  'exactly one of persons, filter': {
    fr: 'un seul parmi persons et filter',
    ar: 'واحد فقط من persons أو filter',
  },
  'the number under which it is filed, or an https address': {
    fr: 'le numéro de classement du document, ou une adresse https',
    ar: 'الرقم الذي حُفظت به الوثيقة، أو عنوان https',
  },
  'where the proof is': {
    fr: 'indiquez où se trouve la preuve',
    ar: 'حددوا مكان الإثبات',
  },
  'after today': {
    fr: 'après aujourd’hui',
    ar: 'بعد اليوم',
  },
  'today or later': {
    fr: 'aujourd’hui ou plus tard',
    ar: 'اليوم أو بعده',
  },
  'later than the last day before': {
    fr: 'plus tard que le dernier jour précédent',
    ar: 'بعد آخر يوم سابق',
  },
  'today or before': {
    fr: 'aujourd’hui ou avant',
    ar: 'اليوم أو قبله',
  },
  'three years after provenOn at most': {
    fr: 'trois ans après provenOn au plus',
    ar: 'ثلاث سنوات بعد provenOn على الأكثر',
  },
  'today or a day to come': {
    fr: 'aujourd’hui ou un jour à venir',
    ar: 'اليوم أو يوم مقبل',
  },
  'not a day of the convention': {
    fr: 'ce n’est pas un jour de la convention',
    ar: 'ليس يوما من أيام الاتفاقية',
  },
  'before the convention': {
    fr: 'avant la convention',
    ar: 'قبل الاتفاقية',
  },
  'no exam has this code, or not yet': {
    fr: 'aucun examen ne porte ce code, ou pas encore',
    ar: 'لا امتحان بهذا الرمز، أو ليس بعد',
  },
  'no course has this code, or not yet': {
    fr: 'aucun cours ne porte ce code, ou pas encore',
    ar: 'لا درس بهذا الرمز، أو ليس بعد',
  },
  'this exam can be sat no more': {
    fr: 'cet examen ne peut plus être passé',
    ar: 'لم يعد بالإمكان اجتياز هذا الامتحان',
  },
  'before the first day of this exam': {
    fr: 'avant le premier jour de cet examen',
    ar: 'قبل أول يوم لهذا الامتحان',
  },
  'made up for trials: it proves nothing': {
    fr: 'inventé pour des essais : ne prouve rien',
    ar: 'مصطنع للتجارب: لا يثبت شيئا',
  },
  'the plan has it once': {
    fr: 'le plan le contient déjà une fois',
    ar: 'يتضمنه المخطط مرة واحدة',
  },
  'expires before it was obtained': {
    fr: 'expire avant d’avoir été obtenu',
    ar: 'تنتهي صلاحيته قبل الحصول عليه',
  },
  'an ISO 8601 duration of more than nothing and at most a day': {
    fr: 'une durée ISO 8601, positive et d’un jour au plus',
    ar: 'مدة بصيغة ISO 8601، موجبة ولا تتجاوز يوما',
  },
  'ends after now': {
    fr: 'se termine après maintenant',
    ar: 'ينتهي بعد الآن',
  },
  'starts after now': {
    fr: 'commence après maintenant',
    ar: 'يبدأ بعد الآن',
  },
  'neither time, a reader nor an accessible workstation': {
    fr: 'ni temps, ni lecteur, ni poste accessible',
    ar: 'لا وقت إضافي ولا قارئ ولا محطة عمل ميسرة',
  },
  'expired already': {
    fr: 'déjà expiré',
    ar: 'منتهي الصلاحية',
  },
  'expires before it was purchased': {
    fr: 'expire avant d’avoir été acheté',
    ar: 'تنتهي صلاحيته قبل شرائه',
  },
  'latest lies before earliest, or before now': {
    fr: 'latest précède earliest, ou est déjà passé',
    ar: 'latest قبل earliest أو قبل الآن',
  },
  'what held before today is history': {
    fr: 'les règles d’avant aujourd’hui ne changent plus',
    ar: 'ما سرى قبل اليوم لا يتغير',
  },
  'sittings are opened for up to 92 days': {
    fr: 'les séances s’ouvrent sur 92 jours au plus',
    ar: 'تُفتح الجلسات على 92 يوما على الأكثر',
  },
  'no sitting fits between': {
    fr: 'aucune séance ne tient entre les deux',
    ar: 'لا تتسع المدة بينهما لأي جلسة',
  },
  'an exam takes {longest} minutes': {
    fr: 'un examen dure {longest} minutes',
    ar: 'يستغرق الامتحان {longest} دقيقة',
  },
  'the last day is before the first': {
    fr: 'le dernier jour précède le premier',
    ar: 'اليوم الأخير قبل الأول',
  },
  'today or before: nothing proves what is to come': {
    fr: 'aujourd’hui ou avant : rien ne prouve ce qui est à venir',
    ar: 'اليوم أو قبله: لا إثبات لما لم يقع بعد',
  },
  'a cursor that this list gave': {
    fr: 'un curseur donné par cette liste',
    ar: 'مؤشر أعطته هذه اللائحة',
  },
  'the id of an item of this list': {
    fr: 'l’identifiant d’un élément de cette liste',
    ar: 'معرف عنصر من هذه اللائحة',
  },
  'NUL characters and lone surrogates are no text': {
    fr: 'contient des caractères qui ne sont pas du texte',
    ar: 'يتضمن رموزا ليست نصا',
  },
  'between the years 1 and 9998': {
    fr: 'entre les années 1 et 9998',
    ar: 'بين السنتين 1 و9998',
  },
  '1 to 255 letters, digits and . : + / = _ -': {
    fr: '1 à 255 lettres, chiffres et . : + / = _ -',
    ar: 'من 1 إلى 255 من الحروف والأرقام و . : + / = _ -',
  },
  'this operation takes no condition': {
    fr: 'cette opération n’accepte pas de condition',
    ar: 'لا تقبل هذه العملية أي شرط',
  },
  'a version, as an answer showed it': {
    fr: 'une version, telle qu’une réponse l’a donnée',
    ar: 'نسخة كما وردت في جواب',
  },
  'one of {options}': {
    fr: 'l’une des valeurs : {options}',
    ar: 'إحدى القيم: {options}',
  },
  'out of the range of a 32-bit integer': {
    fr: 'nombre trop grand ou trop petit',
    ar: 'عدد أكبر أو أصغر من المسموح',
  },
  'what may be taught': {
    fr: 'indiquez ce qui peut être enseigné',
    ar: 'حددوا ما يمكن تدريسه',
  },
  'to proctor is one training for all exams': {
    fr: 'surveiller relève d’une seule formation, pour tous les examens : sans sujet',
    ar: 'المراقبة تكوين واحد لكل الامتحانات: دون موضوع',
  },
  'no course is about this': {
    fr: 'aucun cours ne porte sur ce sujet',
    ar: 'لا توجد دورة حول هذا الموضوع',
  },
} satisfies Phrases;
