import type { Entries } from './entry.js';

/** What is said of a row by what other rows or files, or spreadsheets, make of it. */
export const ROWS: Entries = {
  ROW_NOT_FOLLOWED: {
    en: [
      'The row was not followed',
      'It is older than what a later file or form says of the person, or only repeats what was said before that: the later one stays. If this row is right, leave the person out of your next file of the group, then send the row again.',
    ],
    fr: [
      'Ligne sans effet',
      'Elle est antérieure à ce qu’un fichier ou un formulaire plus récent dit de la personne, ou répète ce qui était dit avant : le plus récent l’emporte. Si cette ligne est exacte, omettez la personne de votre prochain fichier du groupe, puis renvoyez la ligne.',
    ],
    ar: [
      'سطر بلا أثر',
      'هو أقدم مما يقوله ملف أو استمارة أحدث عن الشخص، أو يكرر ما قيل قبل ذلك: والأحدث هو المعتمد. إذا كان هذا السطر صحيحا فأسقطوا الشخص من ملفكم التالي للمجموعة، ثم أعيدوا إرسال السطر.',
    ],
  },
  PLACEMENT_UNKNOWN: {
    en: [
      'Nothing to end',
      'The row says that the person is not there, but nobody has placed them in this group and year. Correct the group or the year, or leave both empty for all groups of the academy.',
    ],
    fr: [
      'Rien à terminer',
      'La ligne dit que la personne n’y est pas, mais nul ne l’a affectée à ce groupe et à cette année. Corrigez le groupe ou l’année, ou laissez les deux vides pour tous les groupes de l’établissement.',
    ],
    ar: [
      'لا شيء يُنهى',
      'يقول السطر إن الشخص ليس هناك، لكن لم يعينه أحد في هذه المجموعة وهذه السنة. صححوا المجموعة أو السنة، أو اتركوهما فارغتين لجميع مجموعات المؤسسة.',
    ],
  },
  PLACEMENT_TOLD_OTHERWISE: {
    en: [
      'The placement is there twice, told otherwise',
      'A line above says something else in this column of this person in this group. Keep the right one.',
    ],
    fr: [
      'Affectation en double, décrite autrement',
      'Une ligne plus haut indique autre chose dans cette colonne pour cette personne dans ce groupe. Gardez celle qui est exacte.',
    ],
    ar: [
      'تعيين مكرر بوصف مختلف',
      'يذكر سطر سابق شيئا آخر في هذا العمود عن هذا الشخص في هذه المجموعة. احتفظوا بالسطر الصحيح.',
    ],
  },
  PERSON_TOLD_OTHERWISE: {
    en: [
      'The person is there twice, told otherwise',
      'A line above says something else in this column of this person. Write the right one in all lines.',
    ],
    fr: [
      'Personne en double, décrite autrement',
      'Une ligne plus haut indique autre chose dans cette colonne pour cette personne. Écrivez partout ce qui est exact.',
    ],
    ar: ['شخص مكرر بوصف مختلف', 'يذكر سطر سابق شيئا آخر في هذا العمود عن هذا الشخص. اكتبوا ما هو صحيح في جميع الأسطر.'],
  },
  SITE_TOLD_OTHERWISE: {
    en: [
      'The row is of another academy',
      'The file was sent for one academy, by academyId, and this Site is another one. Correct it, or send the row without academyId.',
    ],
    fr: [
      'Ligne d’un autre établissement',
      'Le fichier a été envoyé pour un établissement, par academyId, et ce Site en est un autre. Corrigez-le, ou envoyez la ligne sans academyId.',
    ],
    ar: [
      'سطر يخص أكاديمية أخرى',
      'أُرسل الملف لأكاديمية واحدة عبر academyId، وهذا Site أكاديمية أخرى. صححوه، أو أرسلوا السطر دون academyId.',
    ],
  },
  EXAM_TOLD_OTHERWISE: {
    en: ['The exam is there twice', 'A line above says something else of this code. Keep the right one.'],
    fr: ['Examen en double', 'Une ligne plus haut indique autre chose pour ce code. Gardez celle qui est exacte.'],
    ar: ['امتحان مكرر', 'يذكر سطر سابق شيئا آخر عن هذا الرمز. احتفظوا بالسطر الصحيح.'],
  },
  DATE_WITH_TIME: {
    en: [
      'An hour stands beside the date',
      'Write the day alone, such as 01/02/2005: with this hour it may be another day elsewhere.',
    ],
    fr: [
      'Une heure accompagne la date',
      'Écrivez le jour seul, par exemple 01/02/2005 : avec cette heure, ce peut être un autre jour ailleurs.',
    ],
    ar: ['ساعة بجانب التاريخ', 'اكتبوا اليوم وحده، مثل 01/02/2005: مع هذه الساعة قد يكون يوما آخر في مكان آخر.'],
  },
  FAMILY_IS_IN_USE: {
    en: [
      'The family of this exam cannot be changed',
      'Somebody is registered for this exam, or has sat it, by the rules of its family. Send the family that is known, or add the exam under another code.',
    ],
    fr: [
      'Famille de l’examen non modifiable',
      'Quelqu’un est inscrit à cet examen, ou l’a passé, selon les règles de sa famille. Envoyez la famille connue, ou ajoutez l’examen sous un autre code.',
    ],
    ar: [
      'لا يمكن تغيير فئة هذا الامتحان',
      'سُجل شخص في هذا الامتحان أو اجتازه وفق قواعد فئته. أرسلوا الفئة المعروفة، أو أضيفوا الامتحان برمز آخر.',
    ],
  },
  DAYS_OUT_OF_ORDER: {
    en: ['The days are out of order', 'The last day is before the first. Correct one of them.'],
    fr: ['Jours dans le désordre', 'Le dernier jour précède le premier. Corrigez l’un des deux.'],
    ar: ['ترتيب الأيام غير صحيح', 'اليوم الأخير يسبق اليوم الأول. صحّحوا أحدهما.'],
  },
  SOURCE_IS_TO_COME: {
    en: ['The source is of a day to come', 'Write the day on which its source told this, today at the latest.'],
    fr: ['Source d’un jour à venir', 'Indiquez le jour où la source l’a dit, aujourd’hui au plus tard.'],
    ar: ['مصدر من يوم لم يأت', 'اكتبوا اليوم الذي ذكر فيه المصدر ذلك، واليوم على أبعد تقدير.'],
  },
  SOURCE_IS_OLDER: {
    en: [
      'The source is older than what is known',
      'The exam is known from a later source, or by hand from the same day, which says otherwise. Correct it by hand where that is wrong.',
    ],
    fr: [
      'Source plus ancienne que ce qui est connu',
      'L’examen est connu par une source plus récente, ou par une saisie manuelle du même jour, qui dit autre chose. Corrigez-le à la main si elle se trompe.',
    ],
    ar: [
      'مصدر أقدم مما هو معروف',
      'الامتحان معروف من مصدر أحدث، أو بإدخال يدوي في اليوم نفسه، يقول غير ذلك. صححوه يدويا إن كان ذلك خطأ.',
    ],
  },
  SOURCE_IS_UNDATED: {
    en: [
      'The source is of no day',
      'The row changes what is known of the exam, or says that it is gone. Write in as_of the day on which its source told this.',
    ],
    fr: [
      'Source sans date',
      'La ligne change ce qui est connu de l’examen, ou dit qu’il n’existe plus. Indiquez dans as_of le jour où la source l’a dit.',
    ],
    ar: [
      'مصدر بلا تاريخ',
      'يغير السطر ما هو معروف عن الامتحان، أو يذكر أنه لم يعد متاحا. اكتبوا في as_of اليوم الذي ذكر فيه المصدر ذلك.',
    ],
  },
  CODE_DAMAGED: {
    en: [
      'A spreadsheet has changed the code',
      'It has made a day or a number of it, as in 01/02/2026, 1E+05 or 0. Take the code from the first export, with the column as text.',
    ],
    fr: [
      'Code modifié par un tableur',
      'Il en a fait une date ou un nombre, comme 01/02/2026, 1E+05 ou 0. Reprenez le code dans l’export d’origine, la colonne au format texte.',
    ],
    ar: [
      'رمز غيّره جدول حسابات',
      'جعله تاريخا أو رقما، مثل 01/02/2026 أو 1E+05 أو 0. خذوا الرمز من الملف الأصلي مع تنسيق العمود كنص.',
    ],
  },
  STANDS_FOR_NONE: {
    en: [
      'That stands for none',
      'NULL, N/A, néant, a dash and the like say nothing. Write what it is, or leave a cell empty that may be.',
    ],
    fr: [
      'Ce n’est pas une valeur',
      'NULL, N/A, néant, un tiret et autres ne disent rien. Écrivez la valeur, ou laissez vide une cellule qui peut l’être.',
    ],
    ar: [
      'ليست هذه قيمة',
      'NULL أو N/A أو néant أو شرطة وما شابهها لا تقول شيئا. اكتبوا القيمة، أو اتركوا الخانة فارغة إن جاز ذلك.',
    ],
  },
  IS_FORMULA: {
    en: ['A spreadsheet would run this', 'It begins with = + - or @. Write the text without that.'],
    fr: ['Un tableur exécuterait ce texte', 'Il commence par = + - ou @. Écrivez-le sans ce signe.'],
    ar: ['ينفذ الجدول هذا النص', 'يبدأ بـ = أو + أو - أو @. اكتبوه دون هذه العلامة.'],
  },
};
