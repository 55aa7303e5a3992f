import type { Entries } from './entry.js';

/** What any door refuses, whatever was asked. */
export const DOORS = {
  INVALID_INPUT: {
    status: 422,
    en: ['The data is not valid', 'Correct the fields listed in errors, then send the request again.'],
    fr: ['Données non valides', 'Corrigez les champs indiqués dans errors, puis renvoyez la demande.'],
    ar: ['بيانات غير صالحة', 'صحّحوا الحقول المذكورة في errors ثم أعيدوا إرسال الطلب.'],
  },
  MALFORMED: {
    status: 400,
    en: [
      'The request cannot be read',
      'What was sent is cut short, names a member of an object twice or is not in the expected form.',
    ],
    fr: [
      'Demande illisible',
      'Le contenu envoyé est incomplet, nomme deux fois un membre d’un objet ou n’a pas la forme attendue.',
    ],
    ar: ['تتعذر قراءة الطلب', 'المحتوى المرسل ناقص أو يسمي عضوا من كائن مرتين أو ليس على الشكل المطلوب.'],
  },
  UNAUTHENTICATED: {
    status: 401,
    en: ['You are not signed in', 'Sign in again: your access is missing, has expired or is not recognised.'],
    fr: ['Vous n’êtes pas connecté', 'Reconnectez-vous : votre accès est absent, expiré ou non reconnu.'],
    ar: ['لم تسجلوا الدخول', 'أعيدوا تسجيل الدخول: إذن الدخول غائب أو منتهي الصلاحية أو غير معروف.'],
  },
  FORBIDDEN: {
    status: 403,
    en: ['You may not do this', 'Your role does not allow this operation.'],
    fr: ['Opération non autorisée', 'Votre rôle ne permet pas cette opération.'],
    ar: ['عملية غير مسموح بها', 'لا تسمح لكم صفتكم بهذه العملية.'],
  },
  NOT_FOUND: {
    status: 404,
    en: ['Not found', 'What you ask for does not exist, or lies outside what you may see.'],
    fr: ['Introuvable', 'L’élément demandé n’existe pas, ou ne relève pas de votre périmètre.'],
    ar: ['غير موجود', 'العنصر المطلوب غير موجود أو خارج نطاق صلاحياتكم.'],
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    en: ['Wrong method', 'This address does not accept this HTTP method.'],
    fr: ['Méthode non acceptée', 'Cette adresse n’accepte pas cette méthode HTTP.'],
    ar: ['طريقة غير مقبولة', 'لا يقبل هذا العنوان طريقة HTTP هذه.'],
  },
  NOT_ACCEPTABLE: {
    status: 406,
    en: ['No such form of answer', 'The answer does not exist in the form that you accept.'],
    fr: ['Format de réponse indisponible', 'La réponse n’existe pas dans le format que vous acceptez.'],
    ar: ['شكل الجواب غير متوفر', 'لا يوجد الجواب بالشكل الذي تقبلونه.'],
  },
  REQUEST_TIMEOUT: {
    status: 408,
    en: ['The request took too long', 'It did not arrive in full in time. Please send it again.'],
    fr: ['Envoi trop long', 'La demande n’est pas arrivée en entier à temps. Veuillez la renvoyer.'],
    ar: ['استغرق الإرسال وقتا طويلا', 'لم يصل الطلب كاملا في الوقت المحدد. يرجى إعادة إرساله.'],
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    en: [
      'Too large',
      'What you send is larger than is accepted here. Shorten it or, where that can be, send it in parts.',
    ],
    fr: [
      'Envoi trop volumineux',
      'Votre envoi dépasse la taille acceptée ici. Réduisez-le ou, si c’est possible, envoyez-le en plusieurs parties.',
    ],
    ar: ['حجم أكبر من المسموح', 'يتجاوز ما أرسلتموه الحجم المقبول هنا. قلصوه، أو أرسلوه على أجزاء إن أمكن.'],
  },
  URL_TOO_LONG: {
    status: 414,
    en: ['The address is too long', 'Shorten the address of the request.'],
    fr: ['Adresse trop longue', 'Raccourcissez l’adresse de la demande.'],
    ar: ['العنوان طويل جدا', 'اختصروا عنوان الطلب.'],
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    en: [
      'This kind of content is not accepted',
      'Name what you send by its Content-Type: JSON (application/json) or, where a file is taken, CSV (text/csv), a zip of it (application/zip) or an Excel workbook (.xlsx).',
    ],
    fr: [
      'Type de contenu non accepté',
      'Indiquez dans Content-Type ce que vous envoyez : du JSON (application/json) ou, là où un fichier est attendu, du CSV (text/csv), une archive zip de CSV (application/zip) ou un classeur Excel (.xlsx).',
    ],
    ar: [
      'نوع محتوى غير مقبول',
      'بينوا في Content-Type ما ترسلونه: JSON (application/json)، أو CSV (text/csv) أو ملف zip منه (application/zip) أو مصنف Excel (.xlsx) حيث يُنتظر ملف.',
    ],
  },
  CONTENT_ENCODING_NOT_ACCEPTED: {
    status: 415,
    en: ['The content is compressed', 'Send it as it is, without Content-Encoding.'],
    fr: ['Contenu compressé', 'Envoyez-le tel quel, sans Content-Encoding.'],
    ar: ['المحتوى مضغوط', 'أرسلوه كما هو، دون Content-Encoding.'],
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    en: ['Too many requests', 'You ask more than may be asked at once. Ask again in {seconds} seconds.'],
    fr: ['Trop de demandes', 'Vous demandez plus que ce qui est permis à la fois. Réessayez dans {seconds} secondes.'],
    ar: ['طلبات كثيرة جدا', 'تتجاوز طلباتكم ما يسمح به في آن واحد. أعيدوا المحاولة بعد {seconds} ثانية.'],
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    en: ['The headers are too large', 'Send fewer or shorter HTTP headers.'],
    fr: ['En-têtes trop volumineux', 'Envoyez moins d’en-têtes HTTP, ou des en-têtes plus courts.'],
    ar: ['الترويسات كبيرة جدا', 'أرسلوا ترويسات HTTP أقل أو أقصر.'],
  },
  INTERNAL: {
    status: 500,
    en: ['Something went wrong', 'The fault is on our side. Try again later.'],
    fr: ['Erreur interne', 'L’erreur vient de nos services. Veuillez réessayer plus tard.'],
    ar: ['خطأ داخلي', 'الخطأ من جهتنا. يرجى إعادة المحاولة لاحقا.'],
  },
  ABANDONED: {
    status: 499,
    en: ['The caller left', 'The connection was closed before there was an answer.'],
    fr: ['Demande abandonnée', 'La connexion a été fermée avant la réponse.'],
    ar: ['طلب متروك', 'أُغلق الاتصال قبل صدور الجواب.'],
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    en: ['A service does not answer', 'The service for {service} does not answer at the moment. Try again shortly.'],
    fr: ['Service indisponible', 'Le service {service} ne répond pas pour le moment. Réessayez dans un instant.'],
    ar: ['خدمة غير متاحة', 'خدمة {service} لا تجيب حاليا. أعيدوا المحاولة بعد لحظات.'],
  },
  OVERLOADED: {
    status: 503,
    en: ['Too much to do', 'More is asked than can be done at the moment ({busy}). Try again shortly.'],
    fr: ['Service surchargé', 'Trop de demandes arrivent en ce moment ({busy}). Réessayez dans un instant.'],
    ar: ['ضغط كبير على الخدمة', 'الطلبات الحالية أكثر مما يمكن تلبيته ({busy}). أعيدوا المحاولة بعد لحظات.'],
  },
  SERVICE_TIMEOUT: {
    status: 504,
    en: ['A service took too long', 'The service for {service} did not answer in time. Try again later.'],
    fr: ['Délai de réponse dépassé', 'Le service {service} n’a pas répondu à temps. Réessayez plus tard.'],
    ar: ['تجاوز أجل الجواب', 'لم تجب خدمة {service} في الوقت المحدد. أعيدوا المحاولة لاحقا.'],
  },
  IDENTITY_UNAVAILABLE: {
    status: 503,
    en: ['Sign-in cannot be checked', 'The identity service does not answer at the moment. Try again shortly.'],
    fr: [
      'Vérification de l’accès impossible',
      'Le service d’identité ne répond pas pour le moment. Réessayez bientôt.',
    ],
    ar: ['تعذر التحقق من الدخول', 'خدمة الهوية لا تجيب حاليا. أعيدوا المحاولة بعد لحظات.'],
  },
  VERSION_MISMATCH: {
    status: 412,
    en: ['Somebody changed it meanwhile', 'The version is now {current}. Read it again, then make your change.'],
    fr: [
      'Modifié entre-temps',
      'La version est maintenant {current}. Relisez l’élément, puis refaites votre modification.',
    ],
    ar: ['جرى تعديله في هذه الأثناء', 'النسخة الحالية هي {current}. أعيدوا قراءة العنصر ثم أعيدوا التعديل.'],
  },
  PRECONDITION_REQUIRED: {
    status: 428,
    en: ['The version is missing', 'Say which version you change: send If-Match with the ETag of an answer.'],
    fr: ['Version non précisée', 'Indiquez la version que vous modifiez : envoyez If-Match avec l’ETag d’une réponse.'],
    ar: ['النسخة غير محددة', 'حددوا النسخة التي تعدلونها: أرسلوا If-Match مع ETag الوارد في جواب.'],
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    en: ['This key was used already', 'The Idempotency-Key stands for another request. Use a new one.'],
    fr: ['Clé déjà utilisée', 'Cette Idempotency-Key correspond à une autre demande. Utilisez-en une nouvelle.'],
    ar: ['مفتاح مستعمل من قبل', 'مفتاح Idempotency-Key هذا يخص طلبا آخر. استعملوا مفتاحا جديدا.'],
  },
  LIST_TOO_LONG: {
    status: 422,
    en: ['The list is too long', 'Ask for a part of it: at most {each} items, or {all} in all.'],
    fr: ['Liste trop longue', 'Demandez-en une partie : {each} éléments au plus, ou {all} au total.'],
    ar: ['لائحة طويلة جدا', 'اطلبوا جزءا منها: {each} عنصرا على الأكثر، أو {all} في المجموع.'],
  },
  QUERY_TOO_LARGE: {
    status: 400,
    en: ['The query is too large', 'Ask for less in one query: {limit} is the limit.'],
    fr: ['Requête trop volumineuse', 'Demandez moins en une seule requête : la limite est {limit}.'],
    ar: ['استعلام كبير جدا', 'اطلبوا أقل في الاستعلام الواحد: الحد الأقصى هو {limit}.'],
  },
  QUERY_TOO_DEEP: {
    status: 400,
    en: ['The query goes too deep', 'Nest fewer levels inside each other: {limit} is the limit.'],
    fr: ['Requête trop imbriquée', 'Imbriquez moins de niveaux : la limite est {limit}.'],
    ar: ['استعلام متداخل جدا', 'قللوا من المستويات المتداخلة: الحد الأقصى هو {limit}.'],
  },
  QUERY_TOO_COSTLY: {
    status: 400,
    en: ['The query asks for too much', 'It may bring {values} values; {limit} is the limit. Ask for shorter lists.'],
    fr: [
      'Requête trop lourde',
      'Elle peut ramener {values} valeurs ; la limite est {limit}. Demandez des listes plus courtes.',
    ],
    ar: ['استعلام مكلف جدا', 'قد يجلب {values} قيمة والحد الأقصى هو {limit}. اطلبوا لوائح أقصر.'],
  },
  ANSWER_TOO_LARGE: {
    status: 400,
    en: ['The answer would be too large', 'It would have more than {limit} values. Ask for less.'],
    fr: ['Réponse trop volumineuse', 'Elle aurait plus de {limit} valeurs. Demandez moins.'],
    ar: ['جواب كبير جدا', 'سيتضمن أكثر من {limit} قيمة. اطلبوا أقل.'],
  },
  TOO_MANY_ALIASES: {
    status: 400,
    en: ['Too many aliases', 'A query has at most {limit} aliases.'],
    fr: ['Trop d’alias', 'Une requête comporte au plus {limit} alias.'],
    ar: ['أسماء مستعارة كثيرة جدا', 'يتضمن الاستعلام {limit} اسما مستعارا على الأكثر.'],
  },
  TOO_MANY_DIRECTIVES: {
    status: 400,
    en: ['Too many directives', 'A query has at most {limit} directives.'],
    fr: ['Trop de directives', 'Une requête comporte au plus {limit} directives.'],
    ar: ['توجيهات كثيرة جدا', 'يتضمن الاستعلام {limit} توجيها على الأكثر.'],
  },
  INTROSPECTION_APART: {
    status: 400,
    en: ['Schema and data are asked for apart', 'Ask for the schema and for data in separate requests.'],
    fr: ['Schéma et données à séparer', 'Demandez le schéma et les données dans des requêtes distinctes.'],
    ar: ['يجب فصل المخطط عن البيانات', 'اطلبوا المخطط والبيانات في طلبين منفصلين.'],
  },
  BATCH_REFUSED: {
    status: 400,
    en: ['One operation per request', 'Send each operation in a request of its own.'],
    fr: ['Une opération par demande', 'Envoyez chaque opération dans une demande distincte.'],
    ar: ['عملية واحدة في كل طلب', 'أرسلوا كل عملية في طلب خاص بها.'],
  },
  OPERATION_NOT_OFFERED: {
    status: 400,
    en: [
      'This kind of operation is not offered',
      'The graph answers queries and mutations; progress is told over REST.',
    ],
    fr: [
      'Type d’opération non proposé',
      'Le graphe répond aux requêtes et aux mutations ; l’avancement est donné par REST.',
    ],
    ar: ['نوع عملية غير معروض', 'تجيب هذه الواجهة عن الاستعلامات والتعديلات، ويُتابع التقدم عبر REST.'],
  },
  GRAPHQL_PARSE_FAILED: {
    status: 400,
    en: ['The query cannot be read', 'Correct its spelling; hint says where it is wrong.'],
    fr: ['Requête illisible', 'Corrigez son écriture ; hint indique l’endroit de l’erreur.'],
    ar: ['تتعذر قراءة الاستعلام', 'صحّحوا صياغته، ويبين hint موضع الخطأ.'],
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    en: ['The query does not fit the schema', 'Correct its fields and arguments; hint says which.'],
    fr: ['Requête non conforme au schéma', 'Corrigez ses champs et arguments ; hint indique lesquels.'],
    ar: ['استعلام لا يوافق المخطط', 'صحّحوا حقوله ومعاملاته، ويبين hint أيها.'],
  },
  BAD_USER_INPUT: {
    status: 400,
    en: ['The variables do not fit the query', 'Correct the variables; hint says which.'],
    fr: ['Variables non conformes', 'Corrigez les variables de la requête ; hint indique lesquelles.'],
    ar: ['متغيرات غير مطابقة', 'صحّحوا متغيرات الاستعلام، ويبين hint أيها.'],
  },
  BAD_REQUEST: {
    status: 400,
    en: ['The request is incomplete', 'Send a query in the form that GraphQL over HTTP describes.'],
    fr: ['Demande incomplète', 'Envoyez une requête sous la forme prévue par GraphQL sur HTTP.'],
    ar: ['طلب غير مكتمل', 'أرسلوا استعلاما على الشكل المعتمد في GraphQL عبر HTTP.'],
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    en: ['The operation is not known', 'The query contains no operation of this name.'],
    fr: ['Opération inconnue', 'La requête ne contient aucune opération de ce nom.'],
    ar: ['عملية غير معروفة', 'لا يتضمن الاستعلام أي عملية بهذا الاسم.'],
  },
  PERSISTED_QUERY_NOT_FOUND: {
    status: 400,
    en: ['The query is not kept here', 'Send the query in full.'],
    fr: ['Requête non conservée', 'Envoyez la requête en entier.'],
    ar: ['الاستعلام غير محفوظ', 'أرسلوا الاستعلام كاملا.'],
  },
} satisfies Entries;
