import type { Entries } from './entry.js';

/** Licences: who may have one, runs that change many, and what Microsoft refuses. */
export const LICENSING = {
  SKU_UNKNOWN: {
    status: 422,
    en: ['Unknown product', 'No product with a pool of seats goes by this identifier.'],
    fr: ['Produit inconnu', 'Aucun produit disposant de licences ne porte cet identifiant.'],
    ar: ['منتج غير معروف', 'لا يوجد منتج له رصيد تراخيص بهذا المعرف.'],
  },
  SERVICE_PLAN_UNKNOWN: {
    status: 422,
    en: ['Unknown part of the product', 'The product has no such service plan: {plans}.'],
    fr: ['Composant inconnu', 'Le produit ne comporte pas ce plan de service : {plans}.'],
    ar: ['مكون غير معروف', 'لا يتضمن المنتج خطة الخدمة هذه: {plans}.'],
  },
  RUN_IS_EMPTY: {
    status: 422,
    en: ['Nobody was chosen', 'The choice holds nobody within your scope.'],
    fr: ['Aucune personne choisie', 'La sélection ne contient personne de votre périmètre.'],
    ar: ['لم يُختر أحد', 'لا يتضمن الاختيار أي شخص ضمن نطاقكم.'],
  },
  SEATS_SHORT: {
    status: 409,
    en: ['Too few licences', '{needed} are needed and {free} are free.'],
    fr: ['Licences insuffisantes', 'Il en faut {needed} et {free} sont disponibles.'],
    ar: ['تراخيص غير كافية', 'يلزم {needed} والمتاح {free}.'],
  },
  PERSON_IN_ANOTHER_RUN: {
    status: 409,
    en: ['Another run is under way', 'Another run changes the licences of some of these persons.'],
    fr: ['Autre opération en cours', 'Une autre opération modifie les licences de certaines de ces personnes.'],
    ar: ['عملية أخرى جارية', 'تغير عملية أخرى تراخيص بعض هؤلاء الأشخاص.'],
  },
  RUN_IS_YOUR_OWN: {
    status: 403,
    en: ['You started this run', 'Somebody other than who started it approves it.'],
    fr: ['Vous avez lancé cette opération', 'Une autre personne doit l’approuver.'],
    ar: ['أنتم من أطلق هذه العملية', 'يوافق عليها شخص آخر.'],
  },
  RUN_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the run does not allow it', 'It is “{from}” and cannot become “{to}”.'],
    fr: ['L’état de l’opération ne le permet pas', 'De l’état « {from} », elle ne peut pas passer à « {to} ».'],
    ar: ['حالة العملية لا تسمح بذلك', 'لا يمكن الانتقال من حالة «{from}» إلى حالة «{to}».'],
  },
  RUN_HAS_NOTHING_TO_RETRY: {
    status: 409,
    en: ['Nothing to try again', 'The run is “{state}”, and there is nobody in it to ask for again.'],
    fr: ['Rien à réessayer', 'L’opération est à l’état « {state} » et il n’y a personne à redemander.'],
    ar: ['لا شيء لإعادة المحاولة', 'العملية في حالة «{state}» ولا أحد فيها تُعاد المحاولة من أجله.'],
  },
  INITIAL_SECRETS_NOT_KEPT: {
    status: 409,
    en: ['First passwords are not kept', 'Accounts are made with passwords that nobody learns.'],
    fr: [
      'Premiers mots de passe non conservés',
      'Les comptes sont créés avec des mots de passe que personne ne connaît.',
    ],
    ar: ['كلمات السر الأولى غير محفوظة', 'تُنشأ الحسابات بكلمات سر لا يعلمها أحد.'],
  },
  ALREADY_ASSIGNED: {
    en: ['Already assigned', 'The person has this licence.'],
    fr: ['Déjà attribuée', 'La personne dispose déjà de cette licence.'],
    ar: ['مسند من قبل', 'يتوفر الشخص على هذا الترخيص.'],
  },
  ACCOUNT_NOT_UNIQUE: {
    en: ['Two accounts', 'Several persons or accounts share this account name.'],
    fr: ['Compte en double', 'Plusieurs personnes ou comptes partagent ce nom de compte.'],
    ar: ['حساب مكرر', 'يشترك عدة أشخاص أو حسابات في اسم الحساب هذا.'],
  },
  ACCOUNT_OF_ANOTHER: {
    en: [
      'The account is somebody else’s',
      'The account of this name was made for another person, who keeps it: the account is given another name in the tenant first.',
    ],
    fr: [
      'Compte d’une autre personne',
      'Le compte de ce nom a été créé pour une autre personne, qui le garde : il faut d’abord le renommer dans le locataire.',
    ],
    ar: ['الحساب لشخص آخر', 'أُنشئ الحساب الذي يحمل هذا الاسم لشخص آخر يحتفظ به: يُغير اسمه أولا في المستأجر.'],
  },
  NO_ACCOUNT_NAME: {
    en: ['No account name', 'The person has no matricule from which an account could be named.'],
    fr: ['Aucun nom de compte', 'La personne n’a pas de matricule permettant de nommer un compte.'],
    ar: ['لا اسم حساب', 'ليس للشخص رقم تسجيل يُسمى به الحساب.'],
  },
  KIND_NOT_COVERED: {
    en: ['Not for these persons', 'The rule covers other kinds of persons.'],
    fr: ['Catégorie non couverte', 'La règle concerne d’autres catégories de personnes.'],
    ar: ['فئة غير مشمولة', 'تهم القاعدة فئات أخرى من الأشخاص.'],
  },
  SKU_FOR_ANOTHER_AUDIENCE: {
    en: ['A product for others', 'Microsoft licenses students and staff apart.'],
    fr: ['Produit destiné à d’autres', 'Microsoft distingue les licences des stagiaires et celles du personnel.'],
    ar: ['منتج مخصص لغيره', 'تفصل Microsoft بين تراخيص المتدربين وتراخيص الأطر.'],
  },
  PROFILE_NOT_COVERED: {
    en: ['Not for this academy', 'The rule does not cover academies of this profile.'],
    fr: ['Profil non couvert', 'La règle ne couvre pas les établissements de ce profil.'],
    ar: ['صنف مؤسسة غير مشمول', 'لا تشمل القاعدة مؤسسات هذا الصنف.'],
  },
  PRISON_NO_PERSONAL_ACCOUNT: {
    en: ['No personal account in a prison centre', 'Trainees of a prison centre have no personal account.'],
    fr: ['Pas de compte personnel en centre pénitentiaire', 'Ses stagiaires n’ont pas de compte personnel.'],
    ar: ['لا حساب شخصيا في مركز سجني', 'ليس لمتدربي المركز السجني حساب شخصي.'],
  },
  PROGRAMME_NOT_COVERED: {
    en: ['Not for this programme of study', 'The rule covers other programmes of study.'],
    fr: ['Filière non couverte', 'La règle concerne d’autres filières.'],
    ar: ['شعبة غير مشمولة', 'تهم القاعدة شعبا أخرى.'],
  },
  NO_LONGER_VALID: {
    en: ['No longer in force', 'The rule has ended.'],
    fr: ['Plus en vigueur', 'La règle n’est plus applicable.'],
    ar: ['لم تعد سارية', 'انتهى العمل بالقاعدة.'],
  },
  NO_RULE_FOR_SKU: {
    en: ['No rule for this product', 'No rule says who gets it.'],
    fr: ['Aucune règle pour ce produit', 'Aucune règle n’en fixe les bénéficiaires.'],
    ar: ['لا قاعدة لهذا المنتج', 'لا توجد قاعدة تحدد المستفيدين منه.'],
  },
  ANOTHER_RULE_DECIDES: {
    en: ['Another rule decides', 'A rule that comes first gives another product.'],
    fr: ['Une autre règle s’applique', 'Une règle prioritaire attribue un autre produit.'],
    ar: ['قاعدة أخرى تسري', 'قاعدة ذات أولوية تسند منتجا آخر.'],
  },
  ATTEMPTS_EXHAUSTED: {
    en: ['It failed repeatedly', 'Microsoft did not carry it out after several tries.'],
    fr: ['Échecs répétés', 'Microsoft ne l’a pas exécuté après plusieurs essais.'],
    ar: ['إخفاق متكرر', 'لم تنفذه Microsoft بعد عدة محاولات.'],
  },
  NO_SEAT_IN_TENANT: {
    en: ['No licence left at Microsoft', 'All licences of this product are in use.'],
    fr: ['Plus de licence chez Microsoft', 'Toutes les licences de ce produit sont utilisées.'],
    ar: ['لا ترخيص متبق لدى Microsoft', 'كل تراخيص هذا المنتج مستعملة.'],
  },
  USAGE_LOCATION_INVALID: {
    en: ['The country of use is not valid', 'The account has no country of use that Microsoft accepts.'],
    fr: ['Pays d’utilisation non valide', 'Le compte n’a pas de pays d’utilisation accepté par Microsoft.'],
    ar: ['بلد استعمال غير صالح', 'ليس للحساب بلد استعمال تقبله Microsoft.'],
  },
  SKU_NOT_IN_TENANT: {
    en: ['Not subscribed at Microsoft', 'The organisation has no subscription of this product.'],
    fr: ['Produit non souscrit chez Microsoft', 'L’organisation n’a pas d’abonnement à ce produit.'],
    ar: ['منتج غير مشترك فيه لدى Microsoft', 'لا اشتراك للمؤسسة في هذا المنتج.'],
  },
  SERVICE_PLANS_CONFLICT: {
    en: ['Two licences exclude each other', 'The account has a licence that excludes this one.'],
    fr: ['Licences incompatibles', 'Le compte a une licence qui exclut celle-ci.'],
    ar: ['تراخيص متعارضة', 'للحساب ترخيص يتعارض مع هذا.'],
  },
  SERVICE_PLAN_MISSING: {
    en: ['Another licence is needed', 'This licence needs a part that the account has not.'],
    fr: ['Autre licence requise', 'Cette licence exige un composant que le compte n’a pas.'],
    ar: ['ترخيص آخر مطلوب', 'يتطلب هذا الترخيص مكونا لا يتوفر عليه الحساب.'],
  },
  LICENCE_IS_INHERITED: {
    en: ['The licence comes from a group', 'It is changed by the group, not by the person.'],
    fr: ['Licence attribuée par un groupe', 'Elle se modifie par le groupe, non par la personne.'],
    ar: ['ترخيص مسند عبر مجموعة', 'يُغير من المجموعة لا من الشخص.'],
  },
  DIRECTORY_IS_FULL: {
    en: ['The directory is full', 'Microsoft’s limit of accounts has been reached.'],
    fr: ['Annuaire complet', 'La limite de comptes fixée par Microsoft est atteinte.'],
    ar: ['الدليل ممتلئ', 'بُلغ حد الحسابات الذي تضعه Microsoft.'],
  },
  GRAPH_SECRET_WRONG: {
    en: ['Microsoft refuses our access', 'The application’s secret is wrong. Enter it again.'],
    fr: ['Accès refusé par Microsoft', 'Le secret de l’application est incorrect. Saisissez-le à nouveau.'],
    ar: ['ترفض Microsoft الدخول', 'سر التطبيق غير صحيح. أدخلوه من جديد.'],
  },
  GRAPH_SECRET_EXPIRED: {
    en: ['Our access has expired', 'The application’s secret has expired. Renew it at Microsoft.'],
    fr: ['Accès à Microsoft expiré', 'Le secret de l’application a expiré. Renouvelez-le chez Microsoft.'],
    ar: ['انتهت صلاحية الدخول', 'انتهت صلاحية سر التطبيق. جددوه لدى Microsoft.'],
  },
  GRAPH_SECRET_MISSING: {
    en: ['The access is not set up', 'The application’s secret is missing.'],
    fr: ['Accès à Microsoft non configuré', 'Le secret de l’application est absent.'],
    ar: ['الدخول غير مهيأ', 'سر التطبيق غائب.'],
  },
  GRAPH_APP_UNKNOWN: {
    en: ['Microsoft does not know the application', 'Check the identifier of the application.'],
    fr: ['Application inconnue de Microsoft', 'Vérifiez l’identifiant de l’application.'],
    ar: ['تطبيق غير معروف لدى Microsoft', 'تحققوا من معرف التطبيق.'],
  },
  GRAPH_CERTIFICATE_WRONG: {
    en: ['Microsoft refuses our certificate', 'Check the certificate of the application.'],
    fr: ['Certificat refusé par Microsoft', 'Vérifiez le certificat de l’application.'],
    ar: ['ترفض Microsoft الشهادة الرقمية', 'تحققوا من الشهادة الرقمية للتطبيق.'],
  },
  GRAPH_TENANT_UNKNOWN: {
    en: ['Microsoft does not know the organisation', 'Check the identifier of the tenant.'],
    fr: ['Organisation inconnue de Microsoft', 'Vérifiez l’identifiant du locataire Microsoft.'],
    ar: ['مؤسسة غير معروفة لدى Microsoft', 'تحققوا من معرف المستأجر لدى Microsoft.'],
  },
  GRAPH_CONSENT_MISSING: {
    en: ['A permission is missing at Microsoft', 'An administrator has to consent to the application’s permissions.'],
    fr: [
      'Autorisation manquante chez Microsoft',
      'Un administrateur doit consentir aux autorisations de l’application.',
    ],
    ar: ['إذن ناقص لدى Microsoft', 'على مسؤول أن يوافق على أذونات التطبيق.'],
  },
  GRAPH_NO_TOKEN: {
    en: ['Microsoft gives no access', 'Microsoft gave no token, for a reason that is not known.'],
    fr: ['Aucun accès accordé par Microsoft', 'Microsoft n’a pas accordé d’accès, pour une raison inconnue.'],
    ar: ['لم تمنح Microsoft الدخول', 'لم تمنح Microsoft الدخول لسبب غير معروف.'],
  },
  GRAPH_TOKEN_REFUSED: {
    en: ['Microsoft refuses our access', 'Microsoft refuses an access that it has just given.'],
    fr: ['Accès refusé par Microsoft', 'Microsoft refuse un accès qu’il vient d’accorder.'],
    ar: ['ترفض Microsoft الدخول', 'ترفض Microsoft إذنا منحته للتو.'],
  },
  GRAPH_REFUSED: {
    family: true,
    en: [
      'Refused by Microsoft Graph',
      'Microsoft refused it for a reason of its own: what follows in the code names it.',
    ],
    fr: [
      'Refus de Microsoft Graph',
      'Microsoft a refusé pour une raison qui lui est propre : la suite du code la nomme.',
    ],
    ar: ['رفض من Microsoft Graph', 'رفضت Microsoft لسبب خاص بها تسميه بقية الرمز.'],
  },
  GROUP_LICENCE: {
    family: true,
    en: [
      'Microsoft could not give it through the group',
      'Microsoft failed for a reason of its own: what follows in the code names it.',
    ],
    fr: [
      'Attribution par le groupe impossible',
      'Microsoft a échoué pour une raison qui lui est propre : la suite du code la nomme.',
    ],
    ar: ['تعذر الإسناد عبر المجموعة', 'أخفقت Microsoft لسبب خاص بها تسميه بقية الرمز.'],
  },
  CLOCK_IS_WRONG: {
    en: ['The clock is wrong', 'The server’s clock differs from Microsoft’s. Set it.'],
    fr: ['Horloge incorrecte', 'L’horloge du serveur diffère de celle de Microsoft. Réglez-la.'],
    ar: ['ساعة غير مضبوطة', 'تختلف ساعة الخادم عن ساعة Microsoft. اضبطوها.'],
  },
} satisfies Entries;
