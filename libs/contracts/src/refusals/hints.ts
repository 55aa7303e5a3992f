import type { Phrases } from './entry.js';

/** What a refusal says more than its code for the people who read it, by the English that a rule gives. */
export const HINTS = {
  'that is a result’s id; a result is corrected by its registrationId': {
    fr: 'c’est l’identifiant d’un résultat ; un résultat se corrige par celui de son inscription (registrationId)',
    ar: 'هذا معرف نتيجة؛ تصحح النتيجة بمعرف تسجيلها (registrationId)',
  },
  'that is a registration’s id; a result is decided by its own': {
    fr: 'c’est l’identifiant d’une inscription ; il est statué sur un résultat par son propre identifiant',
    ar: 'هذا معرف تسجيل؛ يبت في النتيجة بمعرفها هي',
  },
  'no such academy': {
    fr: 'cet établissement n’existe pas',
    ar: 'هذه المؤسسة غير موجودة',
  },
  'no such accommodation': {
    fr: 'cet aménagement n’existe pas',
    ar: 'هذا التيسير غير موجود',
  },
  'no such achievement': {
    fr: 'cet acquis n’existe pas',
    ar: 'هذا المكتسب غير موجود',
  },
  'no such appeal': {
    fr: 'ce recours n’existe pas',
    ar: 'هذا التظلم غير موجود',
  },
  'no such assignment': {
    fr: 'cette attribution n’existe pas',
    ar: 'هذا الإسناد غير موجود',
  },
  'nobody gives a role to themselves': {
    fr: 'personne ne s’attribue un rôle à soi-même',
    ar: 'لا أحد يسند دورا إلى نفسه',
  },
  'a role is given by those above it': {
    fr: 'un rôle est attribué par un niveau supérieur',
    ar: 'يسند الدور من هم فوقه',
  },
  'nobody gives a role for longer than they have their own': {
    fr: 'personne n’attribue un rôle au-delà de la durée du sien',
    ar: 'لا أحد يسند دورا لمدة أطول من مدة دوره',
  },
  'no such campaign': {
    fr: 'cette campagne n’existe pas',
    ar: 'هذه الحملة غير موجودة',
  },
  'no such certification': {
    fr: 'cette certification n’existe pas',
    ar: 'هذه الشهادة غير موجودة',
  },
  'no such charge': {
    fr: 'ces frais n’existent pas',
    ar: 'هذه الرسوم غير موجودة',
  },
  'no such correction request': {
    fr: 'cette demande de rectification n’existe pas',
    ar: 'لا يوجد طلب التصحيح هذا',
  },
  'no such claim': {
    fr: 'cette demande n’existe pas',
    ar: 'لا يوجد هذا الطلب',
  },
  'no such erasure': {
    fr: 'cette demande d’effacement n’existe pas',
    ar: 'لا يوجد طلب المحو هذا',
  },
  'no such merge': {
    fr: 'cette fusion n’existe pas',
    ar: 'هذا الدمج غير موجود',
  },
  'no such course': {
    fr: 'ce cours n’existe pas',
    ar: 'هذا الدرس غير موجود',
  },
  'no such credential': {
    fr: 'ce certificat n’existe pas',
    ar: 'هذه الشهادة الرقمية غير موجودة',
  },
  'no such dead letter': {
    fr: 'ce message abandonné n’existe pas',
    ar: 'هذه الرسالة المتروكة غير موجودة',
  },
  'no such enrolment': {
    fr: 'cette inscription au cours n’existe pas',
    ar: 'هذا التسجيل في الدرس غير موجود',
  },
  'no such exam': {
    fr: 'cet examen n’existe pas',
    ar: 'هذا الامتحان غير موجود',
  },
  'no such exam-day record': {
    fr: 'ce fait du jour de l’examen n’existe pas',
    ar: 'هذا السجل ليوم الامتحان غير موجود',
  },
  'no such import': {
    fr: 'ce fichier déposé n’existe pas',
    ar: 'هذا الملف المودع غير موجود',
  },
  'no such key': {
    fr: 'cette clé n’existe pas',
    ar: 'هذا المفتاح غير موجود',
  },
  'no such licence': {
    fr: 'cette licence n’existe pas',
    ar: 'هذا الترخيص غير موجود',
  },
  'no such literacy evaluation': {
    fr: 'cette évaluation d’initiation au numérique n’existe pas',
    ar: 'تقييم محو الأمية الرقمية هذا غير موجود',
  },
  'no such literacy track': {
    fr: 'ce parcours d’initiation au numérique n’existe pas',
    ar: 'مسار محو الأمية الرقمية هذا غير موجود',
  },
  'no such lot': {
    fr: 'ce lot de bons n’existe pas',
    ar: 'دفعة القسائم هذه غير موجودة',
  },
  'no such offering': {
    fr: 'cette session de cours n’existe pas',
    ar: 'دورة الدرس هذه غير موجودة',
  },
  'no such order': {
    fr: 'cette commande n’existe pas',
    ar: 'هذا الطلب غير موجود',
  },
  'no such past attempt': {
    fr: 'cette tentative passée n’existe pas',
    ar: 'هذه المحاولة السابقة غير موجودة',
  },
  'no such person': {
    fr: 'cette personne n’existe pas',
    ar: 'هذا الشخص غير موجود',
  },
  'no such plan item': {
    fr: 'cet élément du plan n’existe pas',
    ar: 'هذا البند من الخطة غير موجود',
  },
  'no such provisioning run': {
    fr: 'cette attribution de licences n’existe pas',
    ar: 'عملية منح التراخيص هذه غير موجودة',
  },
  'no such registration': {
    fr: 'cette inscription à un examen n’existe pas',
    ar: 'هذا التسجيل في الامتحان غير موجود',
  },
  'no such result': {
    fr: 'ce résultat n’existe pas',
    ar: 'هذه النتيجة غير موجودة',
  },
  'no such region': {
    fr: 'cette région n’existe pas',
    ar: 'هذه الجهة غير موجودة',
  },
  'no such readiness proof': {
    fr: 'cette preuve n’existe pas',
    ar: 'هذا الإثبات غير موجود',
  },
  'no such room': {
    fr: 'cette salle n’existe pas',
    ar: 'هذه القاعة غير موجودة',
  },
  'no such sitting': {
    fr: 'cette séance d’examen n’existe pas',
    ar: 'جلسة الامتحان هذه غير موجودة',
  },
  'no such status list': {
    fr: 'cette liste d’états n’existe pas',
    ar: 'قائمة الحالات هذه غير موجودة',
  },
  'no such trainer': {
    fr: 'ce formateur n’existe pas',
    ar: 'هذا المكون غير موجود',
  },
  'no such voucher': {
    fr: 'ce bon d’examen n’existe pas',
    ar: 'قسيمة الامتحان هذه غير موجودة',
  },
  'it can be rejected, or accepted once this is no longer so': {
    fr: 'on peut le rejeter, ou l’accepter une fois que ce n’est plus le cas',
    ar: 'يمكن رفضها، أو قبولها بعد زوال ذلك',
  },
  'a trainer records what is learnt in the own offerings': {
    fr: 'un formateur inscrit ce qui est appris dans ses propres sessions',
    ar: 'يسجل المكون ما يتعلم في دوراته هو',
  },
  'evidence is of the own region': {
    fr: 'les preuves sont celles de sa propre région',
    ar: 'الأدلة هي أدلة الجهة الخاصة',
  },
  'nobody completes the own plan': {
    fr: 'nul n’achève son propre plan',
    ar: 'لا أحد يتمم خطته بنفسه',
  },
  'nobody decides about themselves': {
    fr: 'nul ne décide de ce qui le concerne',
    ar: 'لا أحد يبت فيما يخصه بنفسه',
  },
  'nobody records the own learning': {
    fr: 'nul n’inscrit son propre apprentissage',
    ar: 'لا أحد يسجل تعلمه بنفسه',
  },
  'nobody records the own qualifications': {
    fr: 'nul n’inscrit ses propres qualifications',
    ar: 'لا أحد يسجل مؤهلاته بنفسه',
  },
  'nobody takes items out of the own plan': {
    fr: 'nul ne retire d’éléments de son propre plan',
    ar: 'لا أحد يحذف بنودا من خطته بنفسه',
  },
  'that an academy is another one is for the region or the programme to say': {
    fr: 'c’est à la région ou au programme de dire qu’un établissement en est un autre',
    ar: 'للجهة أو البرنامج أن يقول إن مؤسسة هي غير الأخرى',
  },
  'that somebody is another person is for the region or the programme to say': {
    fr: 'c’est à la région ou au programme de dire qu’il s’agit d’une autre personne',
    ar: 'للجهة أو البرنامج أن يقول إن الأمر يتعلق بشخص آخر',
  },
  'the profile and the membership of an academy are for who accredits it': {
    fr: 'le profil et l’adhésion d’un établissement relèvent de qui l’agrée',
    ar: 'صفة المؤسسة وعضويتها من شأن من يعتمدها',
  },
  'to exchange what tells who somebody is, is for the region or the programme': {
    fr: 'c’est à la région ou au programme de changer ce qui identifie quelqu’un',
    ar: 'للجهة أو البرنامج أن يغير ما يعرف بشخص',
  },
  'a programme-admin sends exams': {
    fr: 'un administrateur du programme envoie les examens',
    ar: 'يرسل الامتحانات مسؤول البرنامج',
  },
  'the token has expired': {
    fr: 'le jeton a expiré',
    ar: 'انتهت صلاحية الرمز',
  },
  'the token is not valid': {
    fr: 'le jeton n’est pas valable',
    ar: 'الرمز غير صالح',
  },
  'a claim of the token has another shape than it is read in': {
    fr: 'une revendication (claim) du jeton n’a pas la forme attendue',
    ar: 'إحدى معلومات الرمز (claim) ليست بالشكل المنتظر',
  },
  'a bearer token is expected': {
    fr: 'un jeton porteur est attendu',
    ar: 'المنتظر رمز وصول من نوع bearer',
  },
  'whether an academy is in a prison is for the programme to say': {
    fr: 'c’est au programme de dire si un établissement est en prison',
    ar: 'للبرنامج أن يقول هل توجد المؤسسة داخل سجن',
  },
  'the name and the city of an academy that was accredited are for the region or the programme': {
    fr: 'le nom et la ville d’un établissement accrédité relèvent de la région ou du programme',
    ar: 'اسم المؤسسة المعتمدة ومدينتها من اختصاص الجهة أو البرنامج',
  },
} satisfies Phrases;
