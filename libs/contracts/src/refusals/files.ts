import type { Entries } from './entry.js';

/** Files that are imported: why one is refused whole, and why a row of one is. */
export const FILES = {
  FILE_IS_EMPTY: {
    status: 422,
    en: ['The file is empty', 'It holds no data. Send a file with a header and rows.'],
    fr: ['Fichier vide', 'Il ne contient aucune donnée. Envoyez un fichier avec un en-tête et des lignes.'],
    ar: ['ملف فارغ', 'لا يتضمن أي بيانات. أرسلوا ملفا فيه سطر عناوين وأسطر بيانات.'],
  },
  FILE_HAS_NO_ROWS: {
    status: 422,
    en: ['The file has no rows', 'There is a header and nothing under it.'],
    fr: ['Fichier sans lignes', 'Il y a un en-tête, mais rien en dessous.'],
    ar: ['ملف بلا أسطر', 'يوجد سطر العناوين ولا شيء تحته.'],
  },
  FILE_IS_MALFORMED: {
    status: 422,
    en: ['The file cannot be read', 'Its lines or quotation marks are broken. Export it again as CSV.'],
    fr: ['Fichier illisible', 'Ses lignes ou ses guillemets sont incorrects. Exportez-le à nouveau en CSV.'],
    ar: ['تتعذر قراءة الملف', 'أسطره أو علامات الاقتباس فيه غير سليمة. أعيدوا تصديره بصيغة CSV.'],
  },
  FILE_IS_NOT_TEXT: {
    status: 422,
    en: ['The file is not text', 'Save it as CSV UTF-8 or as an Excel workbook (.xlsx), then send it again.'],
    fr: [
      'Le fichier n’est pas du texte',
      'Enregistrez-le au format CSV UTF-8 ou comme classeur Excel (.xlsx), puis renvoyez-le.',
    ],
    ar: ['الملف ليس نصا', 'احفظوه بصيغة CSV UTF-8 أو كمصنف Excel (.xlsx) ثم أعيدوا إرساله.'],
  },
  FILE_IS_CUT_OFF: {
    status: 422,
    en: ['The file was cut off', 'It ends within a letter, so what follows is missing. Export it and send it again.'],
    fr: [
      'Fichier tronqué',
      'Il s’arrête au milieu d’une lettre : la suite manque. Exportez-le de nouveau, puis renvoyez-le.',
    ],
    ar: ['الملف مبتور', 'ينتهي وسط حرف، فما بعده ناقص. صدّروه من جديد ثم أعيدوا إرساله.'],
  },
  WORKBOOK_UNREADABLE: {
    status: 422,
    en: [
      'The workbook cannot be read',
      'Open it in the spreadsheet program and save it without a password as an Excel workbook (.xlsx), or as CSV UTF-8. Then send that.',
    ],
    fr: [
      'Classeur illisible',
      'Ouvrez-le dans le tableur et enregistrez-le sans mot de passe comme classeur Excel (.xlsx) ou au format CSV UTF-8, puis renvoyez-le.',
    ],
    ar: [
      'تتعذر قراءة المصنف',
      'افتحوه في برنامج الجداول واحفظوه دون كلمة سر كمصنف Excel (.xlsx) أو بصيغة CSV UTF-8، ثم أعيدوا إرساله.',
    ],
  },
  IMPORT_HAS_ENDED: {
    status: 409,
    en: ['The import has ended', 'It is done, refused or cancelled already: its state says which.'],
    fr: ['Import terminé', 'Il est déjà terminé, refusé ou annulé : son état le dit.'],
    ar: ['انتهى الاستيراد', 'لقد تم أو رُفض أو أُلغي من قبل: حالته تبين ذلك.'],
  },
  CELLS_MERGED: {
    status: 422,
    en: [
      'Cells of the table are merged',
      'Unmerge these cells, write into each row what holds for it, save the workbook and send it again.',
    ],
    fr: [
      'Cellules fusionnées dans le tableau',
      'Annulez la fusion de ces cellules, écrivez dans chaque ligne ce qui la concerne, enregistrez le classeur et renvoyez-le.',
    ],
    ar: ['خلايا مدمجة في الجدول', 'ألغوا دمج هذه الخلايا واكتبوا في كل سطر ما يخصه، ثم احفظوا المصنف وأعيدوا إرساله.'],
  },
  WORKBOOK_TOO_LARGE: {
    status: 422,
    en: ['The workbook is too large', 'It holds more than is unpacked. Save it as CSV UTF-8, or send it in parts.'],
    fr: [
      'Classeur trop volumineux',
      'Il contient trop de données une fois décompressé. Enregistrez-le au format CSV UTF-8, ou envoyez-le en plusieurs parties.',
    ],
    ar: ['المصنف كبير جدا', 'يتضمن بعد فك الضغط بيانات أكثر مما يُقبل. احفظوه بصيغة CSV UTF-8 أو أرسلوه على أجزاء.'],
  },
  SHEETS_WITH_DATA: {
    status: 422,
    en: [
      'Several sheets hold data',
      'Rows are taken from one sheet. Send each of these as a file of its own: {sheets}.',
    ],
    fr: [
      'Plusieurs feuilles contiennent des données',
      'Les lignes se lisent sur une seule feuille. Envoyez chacune de celles-ci dans un fichier à part : {sheets}.',
    ],
    ar: ['عدة أوراق تتضمن بيانات', 'تُقرأ الأسطر من ورقة واحدة. أرسلوا كل ورقة من هذه الأوراق في ملف مستقل: {sheets}.'],
  },
  IMPORT_FAILED: {
    en: [
      'The file could not be taken in',
      'The fault is on our side, and nothing of the file was taken in. Send it again; where it fails again, tell your support its identifier.',
    ],
    fr: [
      'Fichier non importé',
      'L’erreur vient de nos services et rien du fichier n’a été importé. Renvoyez-le ; s’il échoue encore, signalez son identifiant à votre support.',
    ],
    ar: [
      'تعذر استيراد الملف',
      'الخطأ من جهتنا ولم يُستورد شيء من الملف. أعيدوا إرساله، وإن تكرر الخطأ فأبلغوا الدعم بمعرف الملف.',
    ],
  },
  ENCODING_UNSURE: {
    status: 422,
    en: [
      'The encoding of the file is not clear',
      'Its letters may be read in several ways. Save it as UTF-8, or name its encoding when you send it (encoding).',
    ],
    fr: [
      'Encodage incertain',
      'Ses lettres peuvent se lire de plusieurs façons. Enregistrez-le en UTF-8, ou indiquez son encodage à l’envoi (encoding).',
    ],
    ar: [
      'ترميز الملف غير واضح',
      'يمكن قراءة حروفه بأكثر من طريقة. احفظوه بترميز UTF-8، أو حددوا ترميزه عند الإرسال (encoding).',
    ],
  },
  ENCODING_CONTRADICTED: {
    status: 422,
    en: ['The file is not in the encoding that was named', 'Its bytes say another one. Name that, or none.'],
    fr: [
      'Le fichier n’est pas dans l’encodage indiqué',
      'Son contenu en montre un autre. Indiquez celui-ci, ou aucun.',
    ],
    ar: ['الملف ليس بالترميز المحدد', 'يدل محتواه على ترميز آخر. حددوا هذا الأخير أو لا تحددوا شيئا.'],
  },
  QUOTE_UNPAIRED: {
    status: 422,
    en: [
      'A quotation mark stands alone',
      'A cell opens with a quotation mark (") that nothing closes, or has one within. Close that quotation mark, or double it where it is part of the text, then send the row again.',
    ],
    fr: [
      'Guillemet isolé',
      'Une cellule contient un guillemet (") sans son pendant. Fermez ce guillemet, ou doublez-le s’il fait partie du texte, puis renvoyez la ligne.',
    ],
    ar: [
      'علامة اقتباس منفردة',
      'في إحدى الخلايا علامة اقتباس (") دون نظيرتها. أغلقوا علامة الاقتباس هذه، أو كرروها إن كانت جزءا من النص، ثم أعيدوا إرسال السطر.',
    ],
  },
  CELLS_MISSING: {
    en: [
      'The row has fewer cells than the header',
      'It may have been cut off. Complete it, with empty cells for what is not known, then send it again.',
    ],
    fr: [
      'Cellules manquantes',
      'La ligne compte moins de cellules que l’en-tête : elle a peut-être été coupée. Complétez-la, en laissant vides les cellules sans valeur, puis renvoyez-la.',
    ],
    ar: [
      'خلايا ناقصة',
      'عدد خلايا السطر أقل من عدد العناوين، وربما قُطع السطر. أكملوه مع ترك الخلايا التي لا قيمة لها فارغة، ثم أعيدوا إرساله.',
    ],
  },
  CELLS_TOO_MANY: {
    en: [
      'The row has more cells than the header',
      'A separator within a value may have moved the others. Put that value in quotation marks, then send the row again.',
    ],
    fr: [
      'Cellules en trop',
      'La ligne compte plus de cellules que l’en-tête : un séparateur placé dans une valeur a peut-être décalé les autres. Mettez cette valeur entre guillemets, puis renvoyez la ligne.',
    ],
    ar: [
      'خلايا زائدة',
      'عدد خلايا السطر أكثر من عدد العناوين، وربما أزاح فاصل داخل قيمة ما بعدها. ضعوا تلك القيمة بين علامتي اقتباس ثم أعيدوا إرسال السطر.',
    ],
  },
  ROW_TOO_LONG: {
    en: ['The row is too long', 'It is longer than a million characters. Shorten it, then send it again.'],
    fr: ['Ligne trop longue', 'Elle dépasse un million de caractères. Raccourcissez-la, puis renvoyez-la.'],
    ar: ['سطر طويل جدا', 'يتجاوز مليون حرف. اختصروه ثم أعيدوا إرساله.'],
  },
  ROW_CONTRADICTS_ITSELF: {
    en: [
      'The row contradicts itself',
      'The registration that it names is of another person or exam than its matricule and exam code say.',
    ],
    fr: [
      'Ligne contradictoire',
      'L’inscription indiquée est celle d’une autre personne ou d’un autre examen que le matricule et le code d’examen de la ligne.',
    ],
    ar: ['سطر متناقض', 'التسجيل المذكور يخص شخصا أو امتحانا غير ما يدل عليه رقم التسجيل ورمز الامتحان في السطر.'],
  },
  DATE_ORDER_UNCERTAIN: {
    en: [
      'Day and month may be exchanged',
      'Another line of the file can only be month/day/year. Write day/month/year, or YYYY-MM-DD, in all of them, then send the row again.',
    ],
    fr: [
      'Jour et mois peut-être inversés',
      'Une autre ligne du fichier ne peut se lire que mois/jour/année. Écrivez partout jour/mois/année, ou AAAA-MM-JJ, puis renvoyez la ligne.',
    ],
    ar: [
      'قد يكون اليوم والشهر معكوسين',
      'لا يمكن قراءة سطر آخر من الملف إلا شهر/يوم/سنة. اكتبوا اليوم/الشهر/السنة، أو السنة-الشهر-اليوم، في كل الأسطر ثم أعيدوا إرسال السطر.',
    ],
  },
  COLUMN_MISSING: {
    status: 422,
    en: ['Columns are missing', 'Add these columns, then send the file again: {columns}.'],
    fr: ['Colonnes manquantes', 'Ajoutez ces colonnes, puis renvoyez le fichier : {columns}.'],
    ar: ['أعمدة ناقصة', 'أضيفوا هذه الأعمدة ثم أعيدوا إرسال الملف: {columns}.'],
  },
  COLUMN_TWICE: {
    status: 422,
    en: ['A column is there twice', 'Keep each of these columns once, then send the file again: {columns}.'],
    fr: ['Colonne en double', 'Gardez une seule fois chacune de ces colonnes, puis renvoyez le fichier : {columns}.'],
    ar: ['عمود مكرر', 'احتفظوا بكل من هذه الأعمدة مرة واحدة ثم أعيدوا إرسال الملف: {columns}.'],
  },
  HEADER_UNKNOWN: {
    status: 422,
    en: [
      'A column is not known',
      'Rename or remove the columns that are not known: {columns}. Those that are taken are {known}.',
    ],
    fr: [
      'Colonne inconnue',
      'Renommez ou supprimez les colonnes inconnues : {columns}. Celles qui sont lues : {known}.',
    ],
    ar: ['عمود غير معروف', 'غيروا اسم الأعمدة غير المعروفة أو احذفوها: {columns}. الأعمدة المقروءة هي: {known}.'],
  },
  HEADERS_RUN_TOGETHER: {
    status: 422,
    en: ['Two headers run together', 'A separator is missing in the first line, at {columns}.'],
    fr: ['En-têtes collés', 'Il manque un séparateur dans la première ligne, à {columns}.'],
    ar: ['عناوين ملتصقة', 'ينقص فاصل في السطر الأول عند {columns}.'],
  },
  SITE_MISSING: {
    status: 422,
    en: ['The academy is not said', 'The file has no Site column: give academyId with it.'],
    fr: ['Établissement non précisé', 'Le fichier n’a pas de colonne Site : indiquez academyId.'],
    ar: ['المؤسسة غير محددة', 'لا يتضمن الملف عمود Site: حددوا academyId.'],
  },
  CONFLICTING_IDENTITY: {
    en: [
      'The identity does not agree',
      'What this column says contradicts what is known of the person of this matricule.',
    ],
    fr: [
      'Identité contradictoire',
      'Ce que dit cette colonne contredit ce que l’on sait de la personne de ce matricule.',
    ],
    ar: ['هوية متضاربة', 'يناقض ما في هذا العمود ما هو معروف عن صاحب رقم التسجيل هذا.'],
  },
  IDENTITY_WAS_CORRECTED: {
    status: 409,
    en: [
      'The identity was corrected',
      'This is what was known before it was corrected by a document. Say what is known now.',
    ],
    fr: [
      'L’identité a été rectifiée',
      'C’est ce que l’on savait avant une rectification sur pièce. Indiquez ce qui est connu à présent.',
    ],
    ar: ['صُححت الهوية', 'هذا ما كان معروفا قبل تصحيحه بناء على وثيقة. أدخلوا ما هو معروف الآن.'],
  },
  CIN_OF_ANOTHER_PERSON: {
    en: ['An identity card of somebody else', 'This identity card number belongs to another person.'],
    fr: ['CIN d’une autre personne', 'Ce numéro de CIN appartient à une autre personne.'],
    ar: ['بطاقة وطنية لشخص آخر', 'رقم البطاقة الوطنية هذا يخص شخصا آخر.'],
  },
  TOO_MANY_PLACEMENTS: {
    status: 409,
    en: ['Too many placements', 'This person has more placements than are accepted.'],
    fr: ['Trop d’affectations', 'Cette personne a plus d’affectations qu’il n’est accepté.'],
    ar: ['تعيينات كثيرة جدا', 'لهذا الشخص تعيينات أكثر من العدد المقبول.'],
  },
  IMPLAUSIBLE_AGE: {
    en: [
      'The birth date is not plausible',
      'The person would be younger than 10, or 16 for staff and trainers, or older than 90.',
    ],
    fr: [
      'Date de naissance invraisemblable',
      'La personne aurait moins de 10 ans, moins de 16 ans pour le personnel et les formateurs, ou plus de 90 ans.',
    ],
    ar: [
      'تاريخ ميلاد غير معقول',
      'سيكون عمر الشخص أقل من 10 سنوات، أو أقل من 16 سنة للموظفين والمكونين، أو أكثر من 90 سنة.',
    ],
  },
  INVALID_DATE: {
    en: ['The date cannot be read', 'Write day/month/year, or YYYY-MM-DD, of a day that exists.'],
    fr: ['Date illisible', 'Écrivez jour/mois/année, ou AAAA-MM-JJ, d’un jour qui existe.'],
    ar: ['تاريخ غير مقروء', 'اكتبوا اليوم/الشهر/السنة، أو السنة-الشهر-اليوم، ليوم موجود.'],
  },
  INVALID_CIN: {
    en: ['The identity card number is not valid', 'It has one or two letters and five or six digits.'],
    fr: ['CIN non valide', 'Elle comporte une ou deux lettres, puis cinq ou six chiffres.'],
    ar: ['رقم بطاقة وطنية غير صالح', 'يتكون من حرف أو حرفين ثم خمسة أو ستة أرقام.'],
  },
  INVALID_TEXT: {
    en: ['The text holds what is no text', 'Type the value in this column again.'],
    fr: ['Texte illisible', 'Saisissez à nouveau la valeur de cette colonne.'],
    ar: ['نص غير مقروء', 'أعيدوا كتابة القيمة في هذا العمود.'],
  },
  INVALID_NAME: {
    en: [
      'The name is not valid',
      'Write it without digits or signs, in Latin or Tifinagh letters, and in Arabic ones in the Arabic columns.',
    ],
    fr: [
      'Nom non valide',
      'Écrivez-le sans chiffres ni signes, en lettres latines ou tifinaghes, et en lettres arabes dans les colonnes arabes.',
    ],
    ar: ['اسم غير صالح', 'اكتبوه دون أرقام أو رموز، بحروف لاتينية أو تيفيناغ، وبحروف عربية في الأعمدة العربية.'],
  },
  INVALID_FORMAT: {
    en: ['The value has not the expected form', 'Correct the value in this column.'],
    fr: ['Format non valide', 'Corrigez la valeur de cette colonne.'],
    ar: ['صيغة غير صالحة', 'صحّحوا القيمة في هذا العمود.'],
  },
  INVALID_TYPE: {
    en: ['The value is not of the expected kind', 'Correct the value in this column.'],
    fr: ['Type de valeur non valide', 'Corrigez la valeur de cette colonne.'],
    ar: ['نوع قيمة غير صالح', 'صحّحوا القيمة في هذا العمود.'],
  },
  INVALID_VALUE: {
    en: ['The value is none of those expected', 'Use one of the values that this column accepts.'],
    fr: ['Valeur non prévue', 'Utilisez l’une des valeurs acceptées dans cette colonne.'],
    ar: ['قيمة غير متوقعة', 'استعملوا إحدى القيم المقبولة في هذا العمود.'],
  },
  TOO_SMALL: {
    en: ['The value is missing or too small', 'Fill in this column, or write a larger number.'],
    fr: ['Valeur absente ou trop petite', 'Complétez cette colonne, ou écrivez un nombre plus grand.'],
    ar: ['قيمة غائبة أو صغيرة جدا', 'أكملوا هذا العمود، أو اكتبوا عددا أكبر.'],
  },
  TOO_BIG: {
    en: ['The value is too long or too large', 'Shorten the text in this column, or write a smaller number.'],
    fr: [
      'Valeur trop longue ou trop grande',
      'Raccourcissez le texte de cette colonne, ou écrivez un nombre plus petit.',
    ],
    ar: ['قيمة طويلة أو كبيرة جدا', 'اختصروا النص في هذا العمود، أو اكتبوا عددا أصغر.'],
  },
  START_UNREADABLE: {
    en: ['The start cannot be read', 'Write the date and the hour, such as 28/11/2026 09:30.'],
    fr: ['Début illisible', 'Écrivez la date et l’heure, par exemple 28/11/2026 09:30.'],
    ar: ['وقت البداية غير مقروء', 'اكتبوا التاريخ والساعة، مثل 28/11/2026 09:30.'],
  },
  START_IS_SKIPPED: {
    en: ['This hour did not exist', 'No clock in Morocco showed it. Send it with its offset.'],
    fr: ['Heure inexistante', 'Aucune horloge au Maroc n’a indiqué cette heure. Envoyez-la avec son décalage.'],
    ar: ['ساعة غير موجودة', 'لم تظهر هذه الساعة على أي ساعة في المغرب. أرسلوها مع فارق التوقيت.'],
  },
  STARTS_IN_THE_FUTURE: {
    en: ['The exam starts later than now', 'A result is sent after its exam.'],
    fr: ['Début dans le futur', 'Un résultat s’envoie après son examen.'],
    ar: ['بداية في المستقبل', 'تُرسل النتيجة بعد امتحانها.'],
  },
  SCORE_UNREADABLE: {
    en: ['The score cannot be read', 'Write a whole number.'],
    fr: ['Note illisible', 'Écrivez un nombre entier.'],
    ar: ['نقطة غير مقروءة', 'اكتبوا عددا صحيحا.'],
  },
  SCORE_OUT_OF_RANGE: {
    en: ['The score is out of range', 'A score is from 0 to 1000.'],
    fr: ['Note hors limites', 'Une note va de 0 à 1000.'],
    ar: ['نقطة خارج الحدود', 'تتراوح النقطة بين 0 و1000.'],
  },
  REGISTRATION_UNREADABLE: {
    en: ['The registration cannot be read', 'Write the identifier of the registration as Takwin gave it.'],
    fr: ['Inscription illisible', 'Écrivez l’identifiant de l’inscription tel que Takwin l’a donné.'],
    ar: ['تسجيل غير مقروء', 'اكتبوا معرف التسجيل كما أعطاه Takwin.'],
  },
  MATRICULE_UNREADABLE: {
    en: ['The matricule cannot be read', 'A matricule has 13 digits.'],
    fr: ['Matricule illisible', 'Un matricule comporte 13 chiffres.'],
    ar: ['رقم تسجيل غير مقروء', 'يتكون رقم التسجيل من 13 رقما.'],
  },
  MATRICULE_DAMAGED: {
    en: [
      'A spreadsheet has shortened the matricule',
      'Its digits are lost, as in 9.99E+12. Take the 13 digits from the first export, with the column as text.',
    ],
    fr: [
      'Matricule abrégé par un tableur',
      'Ses chiffres sont perdus, comme dans 9,99E+12. Reprenez les 13 chiffres dans l’export d’origine, la colonne au format texte.',
    ],
    ar: [
      'رقم تسجيل اختصره جدول حسابات',
      'ضاعت أرقامه، كما في 9.99E+12. خذوا الأرقام الثلاثة عشر من الملف الأصلي مع تنسيق العمود كنص.',
    ],
  },
  EXAM_UNREADABLE: {
    en: ['The exam code cannot be read', 'Write a code such as MO-200.'],
    fr: ['Code d’examen illisible', 'Écrivez un code tel que MO-200.'],
    ar: ['رمز امتحان غير مقروء', 'اكتبوا رمزا مثل MO-200.'],
  },
} satisfies Entries;
