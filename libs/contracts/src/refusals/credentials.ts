import type { Entries } from './entry.js';

/** Credentials, and what is found when one is verified. */
export const CREDENTIALS = {
  CREDENTIAL_NOT_SIGNED: {
    status: 409,
    en: ['Not signed yet', 'It is earned and will be signed within moments.'],
    fr: ['Pas encore signé', 'Le certificat est acquis et sera signé dans quelques instants.'],
    ar: ['لم توقع بعد', 'الشهادة مستحقة وستوقع بعد لحظات.'],
  },
  CREDENTIAL_WAS_REVOKED: {
    status: 403,
    en: ['The credential was revoked', 'Only the programme issues it again, and says why.'],
    fr: ['Certificat révoqué', 'Seul le programme le délivre à nouveau, en indiquant le motif.'],
    ar: ['أُلغيت الشهادة', 'لا يعيد إصدارها إلا البرنامج، مع بيان السبب.'],
  },
  REISSUE_NEEDS_ANOTHER: {
    status: 403,
    en: ['Somebody else has to issue it again', 'You revoked it: another of the programme decides to issue it again.'],
    fr: [
      'Une autre personne doit le délivrer à nouveau',
      'Vous l’avez révoqué : une autre personne du programme décide de le délivrer à nouveau.',
    ],
    ar: ['يجب أن يعيد إصدارها شخص آخر', 'أنتم من ألغاها: يبت في إعادة إصدارها شخص آخر من البرنامج.'],
  },
  CREDENTIAL_IS_ISSUED: {
    status: 409,
    en: ['There is a credential already', 'The person has one of this achievement: {credentialId}.'],
    fr: ['Certificat déjà délivré', 'La personne en possède un pour cet acquis : {credentialId}.'],
    ar: ['الشهادة صادرة من قبل', 'للشخص شهادة بهذا الإنجاز: {credentialId}.'],
  },
  LITERACY_IS_TAKEN_BACK_ELSEWHERE: {
    status: 409,
    en: [
      'The completion is taken back, not the credential',
      'Take back the evaluation that certified (POST /v1/literacy-evaluations/…/revoke): the credential is revoked with it. It is found at {path}.',
    ],
    fr: [
      'L’achèvement se retire, non le certificat',
      'Retirez l’évaluation qui a certifié (POST /v1/literacy-evaluations/…/revoke) : le certificat est révoqué avec elle. Elle se trouve à {path}.',
    ],
    ar: [
      'يُسحب الإتمام لا الشهادة',
      'اسحبوا التقييم الذي منح الشهادة (POST /v1/literacy-evaluations/…/revoke) فتُلغى معه. تجدونه في {path}.',
    ],
  },
  CREDENTIAL_REVOKED: {
    status: 409,
    en: ['The credential is revoked', 'A revoked credential is not printed.'],
    fr: ['Certificat révoqué', 'Un certificat révoqué ne s’imprime pas.'],
    ar: ['شهادة ملغاة', 'لا تُطبع شهادة ملغاة.'],
  },
  CREDENTIAL_WITHDRAWN: {
    status: 409,
    en: ['The credential was withdrawn', 'It was withdrawn at the request of its holder, and nothing of it is kept.'],
    fr: ['Certificat retiré', 'Ce certificat a été retiré à la demande de son titulaire ; rien n’en est conservé.'],
    ar: ['شهادة مسحوبة', 'سُحبت هذه الشهادة بطلب من صاحبها، ولا يُحتفظ بشيء منها.'],
  },
  CERTIFICATION_NOT_HELD: {
    status: 409,
    en: ['The certification is not held', 'The exams of this certification are not all passed.'],
    fr: ['Certification non obtenue', 'Les examens de cette certification ne sont pas tous réussis.'],
    ar: ['الشهادة المهنية غير محصلة', 'لم يُنجح في كل امتحانات هذه الشهادة.'],
  },
  PRINTER_IS_BUSY: {
    status: 503,
    en: ['Many certificates are being printed', 'Try again in a moment.'],
    fr: [
      'Impression très sollicitée',
      'De nombreux certificats sont en cours d’impression. Réessayez dans un instant.',
    ],
    ar: ['الطباعة مشغولة', 'تُطبع شهادات كثيرة الآن. أعيدوا المحاولة بعد لحظات.'],
  },
  PRINTER_FAILED: {
    status: 503,
    en: ['The certificate could not be printed', 'Try again in a moment.'],
    fr: ['Impression impossible', 'Le certificat n’a pas pu être imprimé. Réessayez dans un instant.'],
    ar: ['تعذرت الطباعة', 'لم تُطبع الشهادة. أعيدوا المحاولة بعد لحظات.'],
  },
  NOT_PRINTABLE: {
    status: 409,
    en: ['It cannot be printed', 'The certificate has characters that cannot be printed.'],
    fr: ['Impression non possible', 'Le certificat contient des caractères qui ne peuvent pas être imprimés.'],
    ar: ['غير قابلة للطباعة', 'تتضمن الشهادة حروفا لا يمكن طبعها.'],
  },
  CONTEXT_MISSING: {
    en: ['Not described', 'The credential does not say by which vocabulary it is to be read.'],
    fr: ['Vocabulaire absent', 'Le certificat n’indique pas le vocabulaire selon lequel il se lit.'],
    ar: ['المعجم غائب', 'لا تبين الشهادة المعجم الذي تُقرأ به.'],
  },
  CONTEXT_UNKNOWN: {
    en: ['Unknown vocabulary', 'It is to be read by a vocabulary that is not known here.'],
    fr: ['Vocabulaire inconnu', 'Le certificat se lit selon un vocabulaire inconnu ici.'],
    ar: ['معجم غير معروف', 'تُقرأ الشهادة بمعجم غير معروف هنا.'],
  },
  TERM_UNDEFINED: {
    en: ['A word is not defined', 'The credential has a word that no signature covers.'],
    fr: ['Terme non défini', 'Le certificat contient un terme qu’aucune signature ne couvre.'],
    ar: ['لفظ غير معرف', 'تتضمن الشهادة لفظا لا يشمله أي توقيع.'],
  },
  SPELLING_NOT_READ: {
    en: [
      'Spelled in a way that is not read here',
      'Something is said by keywords or whole addresses of JSON-LD, or again elsewhere in the document: it was not judged.',
    ],
    fr: [
      'Écriture non lue ici',
      'Une partie est écrite par des mots-clés ou des adresses entières de JSON-LD, ou répétée ailleurs dans le document : elle n’a pas été examinée.',
    ],
    ar: [
      'مكتوبة بصيغة لا تُقرأ هنا',
      'جزء منها مكتوب بكلمات JSON-LD المحجوزة أو بعناوين كاملة أو مكرر في موضع آخر من الوثيقة، ولم يُفحص.',
    ],
  },
  NOT_AN_OPEN_BADGE: {
    en: ['Not an Open Badge', 'The document is no credential of Open Badges 3.0.'],
    fr: ['Pas un Open Badge', 'Le document n’est pas un certificat Open Badges 3.0.'],
    ar: ['ليست Open Badge', 'الوثيقة ليست شهادة Open Badges 3.0.'],
  },
  ACHIEVEMENT_INCOMPLETE: {
    en: ['The achievement is incomplete', 'The credential does not say what was achieved.'],
    fr: ['Acquis incomplet', 'Le certificat n’indique pas ce qui a été acquis.'],
    ar: ['إنجاز غير مكتمل', 'لا تبين الشهادة ما أُنجز.'],
  },
  ENDORSEMENT_INCOMPLETE: {
    en: ['The endorsement is incomplete', 'It does not say what it endorses.'],
    fr: ['Recommandation incomplète', 'La recommandation n’indique pas sur quoi elle porte.'],
    ar: ['تزكية غير مكتملة', 'لا تبين التزكية ما تزكيه.'],
  },
  TYPE_NOT_SUPPORTED: {
    en: [
      'The kind of credential is not judged here',
      'It is neither an Open Badge 3.0 nor an endorsement: its form is not checked.',
    ],
    fr: [
      'Type de certificat non pris en charge',
      'Ce n’est ni un Open Badge 3.0 ni une recommandation : sa forme n’est pas vérifiée.',
    ],
    ar: ['نوع شهادة غير مدعوم', 'ليست Open Badge 3.0 ولا تزكية: لا يُتحقق من شكلها.'],
  },
  PROOF_MISSING: {
    en: ['Not signed', 'The credential bears no signature.'],
    fr: ['Sans signature', 'Le certificat ne porte aucune signature.'],
    ar: ['دون توقيع', 'لا تحمل الشهادة أي توقيع.'],
  },
  PROOF_NOT_SUPPORTED: {
    en: ['The kind of signature is not known', 'The signature is of a kind that cannot be checked here.'],
    fr: ['Type de signature non pris en charge', 'La signature est d’un type qui ne peut être vérifié ici.'],
    ar: ['نوع توقيع غير مدعوم', 'التوقيع من نوع لا يمكن التحقق منه هنا.'],
  },
  ALGORITHM_NOT_ACCEPTED: {
    en: ['The signature is too weak', 'It was made by a method that is not accepted.'],
    fr: ['Méthode de signature refusée', 'La signature a été faite par une méthode non acceptée.'],
    ar: ['طريقة توقيع غير مقبولة', 'أُنجز التوقيع بطريقة غير مقبولة.'],
  },
  SIGNATURE_INVALID: {
    en: ['The signature is wrong', 'The credential was changed, or was not signed by its issuer.'],
    fr: ['Signature non valide', 'Le certificat a été modifié, ou n’a pas été signé par son émetteur.'],
    ar: ['توقيع غير صالح', 'عُدلت الشهادة أو لم يوقعها مصدرها.'],
  },
  PROOF_OF_OTHER_PURPOSE: {
    en: ['Signed for another purpose', 'The signature was not made to state what the credential says.'],
    fr: ['Signature faite à une autre fin', 'La signature n’a pas été faite pour attester ce que dit le certificat.'],
    ar: ['توقيع لغرض آخر', 'لم يوضع التوقيع لإثبات ما تقوله الشهادة.'],
  },
  PROOF_EXPIRED: {
    en: ['The signature has expired', 'The signature held until a date that is past.'],
    fr: ['Signature expirée', 'La signature n’était valable que jusqu’à une date passée.'],
    ar: ['توقيع منتهي الصلاحية', 'انتهت مدة صلاحية التوقيع.'],
  },
  PROOF_NOT_YET_VALID: {
    en: ['The signature is of the future', 'The signature says to have been made later than now.'],
    fr: ['Signature datée du futur', 'La signature porte une date à venir.'],
    ar: ['توقيع بتاريخ لاحق', 'يحمل التوقيع تاريخا لم يحن بعد.'],
  },
  DATA_MODEL_DEPRECATED: {
    en: ['An old data model', 'It follows Verifiable Credentials 1.1, which 2.0 has replaced.'],
    fr: ['Ancien modèle de données', 'Il suit Verifiable Credentials 1.1, que la version 2.0 a remplacé.'],
    ar: ['نموذج بيانات قديم', 'تتبع Verifiable Credentials 1.1 التي حلت محلها النسخة 2.0.'],
  },
  PROOF_SUITE_DEPRECATED: {
    en: ['An old kind of signature', 'The signature is of a kind that Open Badges has deprecated.'],
    fr: ['Ancien type de signature', 'La signature est d’un type qu’Open Badges déconseille désormais.'],
    ar: ['نوع توقيع قديم', 'التوقيع من نوع لم تعد Open Badges تنصح به.'],
  },
  KEY_WITHOUT_FRAGMENT: {
    en: ['The key is not named in full', 'The signature names a did:key without its fragment.'],
    fr: ['Clé nommée incomplètement', 'La signature désigne une did:key sans son fragment.'],
    ar: ['مفتاح غير مسمى بالكامل', 'يسمي التوقيع did:key دون جزئه الأخير.'],
  },
  ENDORSEMENTS_UNCHECKED: {
    en: ['Endorsements were not checked', 'It carries endorsements of others, to be verified one by one.'],
    fr: ['Recommandations non vérifiées', 'Il porte des recommandations de tiers, à vérifier une à une.'],
    ar: ['تزكيات لم يُتحقق منها', 'تحمل تزكيات من آخرين، يُتحقق من كل واحدة على حدة.'],
  },
  DIGESTS_UNCHECKED: {
    en: ['Files beside it were not compared', 'It says what files elsewhere are to be, and these were not looked at.'],
    fr: ['Fichiers liés non comparés', 'Il décrit l’empreinte de fichiers externes, qui n’ont pas été consultés.'],
    ar: ['ملفات مرتبطة لم تُقارن', 'تصف بصمة ملفات خارجية لم يُطلع عليها.'],
  },
  DOCUMENTS_UNREAD: {
    en: ['Documents that could not be read', 'Something that was sent along could not be read, and was passed over.'],
    fr: ['Documents illisibles', 'Un document joint n’a pas pu être lu, et n’a pas été pris en compte.'],
    ar: ['وثائق تعذرت قراءتها', 'تعذرت قراءة وثيقة مرفقة فلم تؤخذ في الحسبان.'],
  },
  CLAIMS_DIFFER: {
    en: ['Two contents', 'Two parts of it that have to say the same do not.'],
    fr: ['Contenus différents', 'Deux de ses parties, qui doivent dire la même chose, diffèrent.'],
    ar: ['محتويان مختلفان', 'جزآن منها يجب أن يتطابقا مختلفان.'],
  },
  KEY_UNKNOWN: {
    en: ['The key is not known', 'The key that signed it could not be found.'],
    fr: ['Clé inconnue', 'La clé de signature n’a pas été trouvée.'],
    ar: ['مفتاح غير معروف', 'لم يُعثر على مفتاح التوقيع.'],
  },
  KEY_ENDED: {
    en: [
      'The key is no longer in use',
      'The issuer has ended the key that signed it: nothing is verified by it any more.',
    ],
    fr: ['Clé hors service', 'L’émetteur a mis fin à la clé de signature : elle ne vérifie plus rien.'],
    ar: ['مفتاح متوقف', 'أنهى المصدر العمل بمفتاح التوقيع: لا يُتحقق به من شيء بعد الآن.'],
  },
  ISSUER_DISOWNS_KEY: {
    en: ['Not the issuer’s key', 'The issuer does not know the key that signed it.'],
    fr: ['Clé non reconnue par l’émetteur', 'L’émetteur ne reconnaît pas la clé de signature.'],
    ar: ['مفتاح لا يعترف به المصدر', 'لا يعترف مصدر الشهادة بمفتاح التوقيع.'],
  },
  ISSUER_UNCONFIRMED: {
    en: ['The issuer is not confirmed', 'Whether the issuer owns the key could not be checked.'],
    fr: ['Émetteur non confirmé', 'L’appartenance de la clé à l’émetteur n’a pas pu être vérifiée.'],
    ar: ['مصدر غير مؤكد', 'تعذر التحقق من أن المفتاح يخص مصدر الشهادة.'],
  },
  NOT_YET_VALID: {
    en: ['Not valid yet', 'It begins to hold later.'],
    fr: ['Pas encore valable', 'Sa validité commence plus tard.'],
    ar: ['غير سارية بعد', 'تبدأ صلاحيتها لاحقا.'],
  },
  EXPIRED: {
    en: ['Expired', 'Its validity has ended.'],
    fr: ['Expiré', 'Sa validité est terminée.'],
    ar: ['منتهية الصلاحية', 'انتهت مدة صلاحيتها.'],
  },
  REVOKED: {
    en: ['Revoked', 'Its issuer has revoked it.'],
    fr: ['Révoqué', 'Son émetteur l’a révoqué.'],
    ar: ['ملغاة', 'ألغاها مصدرها.'],
  },
  SUSPENDED: {
    en: ['Suspended', 'Its issuer has suspended it for now.'],
    fr: ['Suspendu', 'Son émetteur l’a suspendu pour le moment.'],
    ar: ['معلقة', 'علقها مصدرها مؤقتا.'],
  },
  CREDENTIAL_UNKNOWN: {
    en: ['Unknown credential', 'The register holds no credential of this identifier.'],
    fr: ['Certificat inconnu', 'Le registre ne contient aucun certificat de cet identifiant.'],
    ar: ['شهادة غير معروفة', 'لا يتضمن السجل شهادة بهذا المعرف.'],
  },
  STATUS_LIST_INVALID: {
    en: ['The status cannot be believed', 'The list that tells its status is not valid.'],
    fr: ['Statut non fiable', 'La liste qui indique son statut n’est pas valable.'],
    ar: ['حالة غير موثوقة', 'اللائحة التي تبين حالتها غير صالحة.'],
  },
  STATUS_UNCHECKED: {
    en: ['The status was not checked', 'Whether it was revoked could not be found out.'],
    fr: ['Statut non vérifié', 'Son éventuelle révocation n’a pas pu être vérifiée.'],
    ar: ['حالة لم تُتحقق', 'تعذر التحقق من إلغائها أو عدمه.'],
  },
  STATUS_STALE: {
    en: ['The status is old', 'What is known of its status is too old to rely on.'],
    fr: ['Statut trop ancien', 'L’information sur son statut est trop ancienne.'],
    ar: ['حالة قديمة', 'المعلومة المتوفرة عن حالتها قديمة جدا.'],
  },
  SCHEMA_UNCHECKED: {
    en: ['The form was not checked', 'It names a form of its own that is not checked here.'],
    fr: ['Forme non vérifiée', 'Il renvoie à une forme particulière qui n’est pas vérifiée ici.'],
    ar: ['شكل لم يُتحقق منه', 'تحيل على شكل خاص لا يُتحقق منه هنا.'],
  },
  NOT_READ: {
    en: ['Not read', 'No credential could be read in it. Send the credential itself, or open its address.'],
    fr: ['Non lu', 'Aucun certificat n’a pu y être lu. Envoyez le certificat lui-même, ou ouvrez son adresse.'],
    ar: ['غير مقروء', 'تعذرت قراءة أي شهادة فيه. أرسل الشهادة نفسها أو افتح عنوانها.'],
  },
  DOCUMENTS_CONTRADICT: {
    en: [
      'Documents that contradict each other',
      'Two of the documents sent along say different things of one address.',
    ],
    fr: ['Documents contradictoires', 'Deux des documents joints disent des choses différentes d’une même adresse.'],
    ar: ['وثائق متناقضة', 'تقول وثيقتان من الوثائق المرفقة أشياء مختلفة عن عنوان واحد.'],
  },
  TOO_COMPLEX: {
    en: ['Too complex', 'The credential is too complex to be checked here.'],
    fr: ['Trop complexe', 'Le certificat est trop complexe pour être vérifié ici.'],
    ar: ['معقدة جدا', 'الشهادة أعقد من أن يُتحقق منها هنا.'],
  },
  CREDENTIAL_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the credential does not allow it', 'It is “{from}” and cannot become “{to}”.'],
    fr: ['L’état de l’attestation ne le permet pas', 'De l’état « {from} », elle ne peut pas passer à « {to} ».'],
    ar: ['حالة الشهادة لا تسمح بذلك', 'لا يمكن الانتقال من حالة «{from}» إلى حالة «{to}».'],
  },
} satisfies Entries;
