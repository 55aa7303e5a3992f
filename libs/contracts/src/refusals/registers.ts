import type { Entries } from './entry.js';

/** Academies, rooms and persons. */
export const REGISTERS = {
  ACADEMY_CODE_IS_TAKEN: {
    status: 409,
    en: ['This code is taken', 'Another academy has this code. Choose another one.'],
    fr: ['Code déjà attribué', 'Un autre établissement porte ce code. Choisissez-en un autre.'],
    ar: ['الرمز مستعمل', 'تحمل مؤسسة أخرى هذا الرمز. اختاروا رمزا آخر.'],
  },
  ACADEMY_MAY_BE_REGISTERED: {
    status: 409,
    en: [
      'This academy may be registered already',
      'An academy has this name, kind, province and city. Use that one, or have an official say they are two.',
    ],
    fr: [
      'Établissement peut-être déjà enregistré',
      'Un établissement a les mêmes nom, type, province et ville. Utilisez-le, ou faites confirmer qu’il s’agit de deux établissements.',
    ],
    ar: [
      'قد تكون المؤسسة مسجلة من قبل',
      'توجد مؤسسة بالاسم والنوع والإقليم والمدينة نفسها. استعملوها، أو اطلبوا من مسؤول تأكيد أنهما مؤسستان.',
    ],
  },
  ACADEMY_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the academy does not allow it', 'It is “{from}” and cannot become “{to}”.'],
    fr: ['L’état de l’établissement ne le permet pas', 'De l’état « {from} », il ne peut pas passer à « {to} ».'],
    ar: ['حالة المؤسسة لا تسمح بذلك', 'لا يمكن الانتقال من حالة «{from}» إلى حالة «{to}».'],
  },
  ACADEMY_IS_SUSPENDED: {
    status: 409,
    en: ['The academy is suspended', 'Until it is reinstated it opens no room and takes nobody new in.'],
    fr: [
      'Établissement suspendu',
      'Jusqu’à sa réintégration, il n’ouvre aucune salle et n’accueille aucune nouvelle personne.',
    ],
    ar: ['مؤسسة موقوفة', 'لا تفتح أي قاعة ولا تستقبل أي شخص جديد إلى أن يعاد إدماجها.'],
  },
  CITY_UNKNOWN: {
    status: 422,
    en: ['This city is not in the province', 'The register knows these there: {cities}.'],
    fr: ['Ville absente de la province', 'Le répertoire y connaît : {cities}.'],
    ar: ['المدينة ليست في هذا الإقليم', 'يعرف السجل فيه: {cities}.'],
  },
  ACADEMY_UNKNOWN: {
    status: 422,
    en: ['Unknown academy', 'No academy goes by this code, name or identifier.'],
    fr: ['Établissement inconnu', 'Aucun établissement ne porte ce code, ce nom ou cet identifiant.'],
    ar: ['مؤسسة غير معروفة', 'لا توجد مؤسسة بهذا الرمز أو الاسم أو المعرف.'],
  },
  ACADEMY_NOT_ACCREDITED: {
    status: 409,
    en: ['The academy is not accredited', 'Only accredited academies take part in the programme.'],
    fr: ['Établissement non accrédité', 'Seuls les établissements accrédités participent au programme.'],
    ar: ['مؤسسة غير معتمدة', 'لا تشارك في البرنامج إلا المؤسسات المعتمدة.'],
  },
  MEMBERSHIP_NOT_IN_FORCE: {
    status: 409,
    en: ['The academy is not in the programme then', 'It takes part from {from} to {until}, and not on {on}.'],
    fr: ['Établissement hors programme à cette date', 'Il y participe du {from} au {until}, et non le {on}.'],
    ar: ['المؤسسة خارج البرنامج في هذا التاريخ', 'تشارك فيه من {from} إلى {until}، وليس في {on}.'],
  },
  FORBIDDEN_ACADEMY: {
    en: ['An academy of somebody else', 'The academy that Site or academyId names is outside your scope.'],
    fr: [
      'Établissement hors de votre périmètre',
      'L’établissement indiqué par Site ou academyId ne relève pas de vous.',
    ],
    ar: ['مؤسسة خارج نطاقكم', 'المؤسسة المذكورة في Site أو academyId ليست تابعة لكم.'],
  },
  ACADEMY_IS_YOUR_OWN: {
    status: 403,
    en: ['You registered this academy', 'Somebody else accredits it: not who registered it or proposed the past day.'],
    fr: [
      'Vous avez enregistré cet établissement',
      'Une autre personne l’accrédite : ni qui l’a enregistré, ni qui a proposé le jour passé.',
    ],
    ar: ['أنتم من سجل هذه المؤسسة', 'يعتمدها شخص آخر: لا من سجلها ولا من اقترح اليوم الماضي.'],
  },
  READINESS_PROOF_IS_YOUR_OWN: {
    status: 403,
    en: ['You recorded this proof', 'Another official of the region or the programme confirms it.'],
    fr: ['Vous avez enregistré cette preuve', 'Un autre responsable de la région ou du programme la confirme.'],
    ar: ['أنتم من سجل هذا الإثبات', 'يؤكده مسؤول آخر من الجهة أو البرنامج.'],
  },
  READINESS_PROOF_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the proof does not allow it', 'It is “{from}” and cannot become “{to}”.'],
    fr: ['L’état de la preuve ne le permet pas', 'Elle est « {from} » et ne peut pas devenir « {to} ».'],
    ar: ['حالة الإثبات لا تسمح بذلك', 'حالته «{from}» ولا يمكن أن تصير «{to}».'],
  },
  ROOM_CODE_IS_TAKEN: {
    status: 409,
    en: ['This code is taken', 'Another room of the academy has this code. Choose another one.'],
    fr: ['Code déjà attribué', 'Une autre salle de l’établissement porte ce code. Choisissez-en un autre.'],
    ar: ['الرمز مستعمل', 'تحمل قاعة أخرى في المؤسسة هذا الرمز. اختاروا رمزا آخر.'],
  },
  ROOM_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the room does not allow it', 'It is “{from}” and cannot become “{to}”.'],
    fr: ['L’état de la salle ne le permet pas', 'De l’état « {from} », elle ne peut pas passer à « {to} ».'],
    ar: ['حالة القاعة لا تسمح بذلك', 'لا يمكن الانتقال من حالة «{from}» إلى حالة «{to}».'],
  },
  ASSIGNMENT_EXISTS: {
    status: 409,
    en: [
      'The role is held already',
      'The same role in the same place is given for some of these days. End or review that one.',
    ],
    fr: [
      'Rôle déjà attribué',
      'Le même rôle au même endroit est attribué pour une partie de ces jours. Mettez fin à celui-ci ou revoyez-le.',
    ],
    ar: ['الدور مسند من قبل', 'الدور نفسه في المكان نفسه مسند في بعض هذه الأيام. أنهوا ذلك الإسناد أو راجعوه.'],
  },
  ASSIGNMENT_HAS_ENDED: {
    status: 409,
    en: ['The assignment has ended', 'It is over. Give the role anew.'],
    fr: ['L’attribution est terminée', 'Elle a pris fin. Attribuez le rôle à nouveau.'],
    ar: ['انتهى الإسناد', 'لقد انتهى. أسندوا الدور من جديد.'],
  },
  PERSON_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the person does not allow it', 'The person is “{from}” and cannot become “{to}”.'],
    fr: ['L’état de la personne ne le permet pas', 'De l’état « {from} », elle ne peut pas passer à « {to} ».'],
    ar: ['حالة الشخص لا تسمح بذلك', 'لا يمكن الانتقال من حالة «{from}» إلى حالة «{to}».'],
  },
  CONFIRMATION_NEEDS_ANOTHER: {
    status: 403,
    en: ['Somebody else confirms it', 'Nobody confirms whom they stated for an academy themselves, nor themselves.'],
    fr: [
      'La confirmation revient à un autre',
      'Personne ne confirme qui il a déclaré lui-même pour un établissement, ni sa propre personne.',
    ],
    ar: ['التأكيد لشخص آخر', 'لا يؤكد أحد من صرح به هو نفسه باسم مؤسسة، ولا يؤكد نفسه.'],
  },
  CORRECTION_NEEDS_ANOTHER: {
    status: 403,
    en: ['Somebody else corrects it', 'Nobody corrects their own name, birth date, matricule or CIN. Ask for it.'],
    fr: [
      'La rectification revient à un autre',
      'Personne ne rectifie son propre nom, sa date de naissance, son matricule ou sa CIN. Demandez-le.',
    ],
    ar: ['التصحيح لشخص آخر', 'لا يصحح أحد اسمه أو تاريخ ميلاده أو رقم تسجيله أو بطاقته الوطنية. اطلبوا ذلك.'],
  },
  CORRECTION_NEEDS_DOCUMENT: {
    status: 409,
    en: [
      'Who somebody is, is corrected by a document',
      'Another name, birth date, matricule or CIN than the known one is said with a reason and a document (CorrectPerson).',
    ],
    fr: [
      'Une identité se rectifie sur pièce',
      'Un autre nom, une autre date de naissance, un autre matricule ou une autre CIN que ceux connus s’indiquent avec un motif et une pièce (CorrectPerson).',
    ],
    ar: [
      'تُصحح الهوية بوثيقة',
      'يُدلى باسم أو تاريخ ميلاد أو رقم تسجيل أو بطاقة وطنية غير المعروفة مع سبب ووثيقة (CorrectPerson).',
    ],
  },
  NOTHING_TO_CORRECT: {
    status: 409,
    en: ['There is nothing to correct', 'What is said is what is known already.'],
    fr: ['Rien à rectifier', 'Ce qui est indiqué est déjà ce que l’on sait.'],
    ar: ['لا شيء يُصحح', 'ما أُدخل هو المعروف أصلا.'],
  },
  CORRECTION_IS_ASKED: {
    status: 409,
    en: ['A correction is asked for already', 'It is decided before another is asked for.'],
    fr: ['Rectification déjà demandée', 'Elle est tranchée avant qu’une autre soit demandée.'],
    ar: ['طُلب تصحيح من قبل', 'يُحسم قبل طلب تصحيح آخر.'],
  },
  CORRECTION_REQUEST_IS_DECIDED: {
    status: 409,
    en: ['The request is decided', 'It was accepted or refused. Read it again.'],
    fr: ['Demande déjà tranchée', 'Elle a été acceptée ou refusée. Relisez-la.'],
    ar: ['حُسم الطلب', 'لقد قُبل أو رُفض. أعيدوا قراءته.'],
  },
  ERASURE_IS_ASKED: {
    status: 409,
    en: ['Erasure is asked for already', 'It is decided before it is asked for again.'],
    fr: ['Effacement déjà demandé', 'La demande est tranchée avant qu’une autre soit faite.'],
    ar: ['طُلب المحو من قبل', 'يُحسم الطلب قبل تقديم طلب آخر.'],
  },
  ERASURE_IS_DECIDED: {
    status: 409,
    en: ['The request is decided', 'It was accepted or refused. Read it again.'],
    fr: ['Demande déjà tranchée', 'Elle a été acceptée ou refusée. Relisez-la.'],
    ar: ['حُسم الطلب', 'لقد قُبل أو رُفض. أعيدوا قراءته.'],
  },
  ERASURE_NEEDS_ANOTHER: {
    status: 403,
    en: ['Somebody else decides it', 'Nobody decides their own request for erasure.'],
    fr: ['La décision revient à un autre', 'Personne ne tranche sa propre demande d’effacement.'],
    ar: ['القرار لشخص آخر', 'لا يبت أحد في طلب محو بياناته بنفسه.'],
  },
  EXAM_IS_TO_COME: {
    status: 409,
    en: [
      'The person has an exam to come',
      'It is cancelled first, or its result comes: nobody is erased with an exam asked for, booked or not marked.',
    ],
    fr: [
      'La personne a un examen en cours',
      'Il faut d’abord l’annuler, ou attendre le résultat : nul n’est effacé avec un examen demandé, réservé ou non noté.',
    ],
    ar: ['للشخص امتحان قادم', 'يُلغى أولا أو تُنتظر نتيجته: لا تُمحى بيانات من له امتحان مطلوب أو محجوز أو غير مصحح.'],
  },
  PERSON_ERASED: {
    status: 409,
    en: ['The person is erased', 'They asked to be forgotten: nothing is said of them any more.'],
    fr: ['La personne est effacée', 'Elle a demandé l’oubli : on ne consigne plus rien à son sujet.'],
    ar: ['مُحيت بيانات الشخص', 'طلب أن يُنسى: فلا يُدوَّن عنه شيء بعد ذلك.'],
  },
  CHARGE_IS_OPEN: {
    status: 409,
    en: ['The person has a charge that is open', 'It is settled or waived first: what is owed is owed by somebody.'],
    fr: [
      'Des frais de la personne restent dus',
      'Ils sont d’abord réglés ou remis : une dette est celle de quelqu’un.',
    ],
    ar: ['على الشخص رسوم مستحقة', 'تُؤدى أو يُعفى منها أولا: فالدين على شخص معروف.'],
  },
  PERSON_IS_CLAIMED: {
    status: 409,
    en: ['The person may be somebody of another academy', 'Decide the claim first: {claimId}.'],
    fr: ['La personne relève peut-être d’un autre établissement', 'Statuez d’abord sur la demande : {claimId}.'],
    ar: ['قد يكون الشخص من مؤسسة أخرى', 'احسموا الطلب أولا: {claimId}.'],
  },
  CLAIM_IS_DECIDED: {
    status: 409,
    en: ['The claim is decided', 'It was accepted or refused. Read it again.'],
    fr: ['Demande déjà tranchée', 'Elle a été acceptée ou refusée. Relisez-la.'],
    ar: ['حُسم الطلب', 'لقد قُبل أو رُفض. أعيدوا قراءته.'],
  },
  CLAIM_NEEDS_ANOTHER: {
    status: 403,
    en: [
      'Somebody else decides it',
      'Nobody decides what they asked for, nor about themselves; of a person whom an academy alone states, the region or the programme does.',
    ],
    fr: [
      'La décision revient à un autre',
      'Personne ne tranche sa propre demande, ni ce qui le concerne ; pour une personne que seul un établissement déclare, la région ou le programme décide.',
    ],
    ar: ['القرار لشخص آخر', 'لا يحسم أحد ما طلبه ولا ما يخصه؛ ومن لا تصرح به إلا مؤسسة تحسم أمره الجهة أو البرنامج.'],
  },
  CLAIMANT_IS_CONFIRMED: {
    status: 409,
    en: [
      'Both persons are confirmed',
      'What two confirmed persons hold cannot become one. Refuse the claim, or correct the numbers.',
    ],
    fr: [
      'Les deux personnes sont confirmées',
      'Ce que détiennent deux personnes confirmées ne peut pas être réuni. Refusez la demande, ou corrigez les numéros.',
    ],
    ar: ['الشخصان مؤكدان', 'لا يمكن جمع ما لدى شخصين مؤكدين. ارفضوا الطلب، أو صححوا الأرقام.'],
  },
  MERGE_NEEDS_ANOTHER: {
    status: 403,
    en: [
      'Somebody else merges them',
      'Nobody merges records that they have stated themselves, nor merges or parts their own.',
    ],
    fr: [
      'La fusion revient à un autre',
      'Personne ne fusionne des fiches qu’il a lui-même déclarées, ni ne fusionne ou sépare les siennes.',
    ],
    ar: ['الدمج لشخص آخر', 'لا يدمج أحد ملفات صرح بها هو نفسه، ولا يدمج ملفاته أو يفصلها.'],
  },
  PERSONS_ARE_ONE: {
    status: 409,
    en: ['The two are one person already', 'Both ids answer with the same record: there is nothing to merge.'],
    fr: ['Les deux ne font déjà qu’un', 'Les deux identifiants désignent la même fiche : il n’y a rien à fusionner.'],
    ar: ['الاثنان شخص واحد بالفعل', 'المعرفان يشيران إلى الملف نفسه: لا شيء للدمج.'],
  },
  PERSONS_DIFFER: {
    status: 409,
    en: ['The two records are of different persons', 'They have two values of {by}. Correct the wrong one first.'],
    fr: [
      'Les deux fiches désignent des personnes différentes',
      'Elles ont deux valeurs pour {by}. Corrigez d’abord celle qui est fausse.',
    ],
    ar: ['الملفان لشخصين مختلفين', 'لهما قيمتان مختلفتان في {by}. صححوا الخاطئة أولا.'],
  },
  MERGE_LACKS_EVIDENCE: {
    status: 409,
    en: [
      'Nothing says that the two are one person',
      'The same CIN, the same matricule, or the same name and birth date has to. Complete what is known of them first.',
    ],
    fr: [
      'Rien n’indique que les deux sont une même personne',
      'Il faut la même CIN, le même matricule, ou le même nom et la même date de naissance. Complétez d’abord les fiches.',
    ],
    ar: [
      'لا شيء يدل على أن الاثنين شخص واحد',
      'يلزم رقم البطاقة نفسه أو رقم التسجيل نفسه أو الاسم وتاريخ الميلاد نفسهما. أكملوا الملفين أولا.',
    ],
  },
  MERGE_IS_UNDONE: {
    status: 409,
    en: ['The merge is undone', 'The two records are apart already. Read it again.'],
    fr: ['Fusion déjà annulée', 'Les deux fiches sont déjà séparées. Relisez-la.'],
    ar: ['أُلغي الدمج', 'الملفان منفصلان بالفعل. أعيدوا قراءته.'],
  },
  MERGE_IS_OLD: {
    status: 409,
    en: ['The merge is too old to be undone', 'It could be undone until {undoableUntil}.'],
    fr: ['Fusion trop ancienne pour être annulée', 'Elle pouvait l’être jusqu’au {undoableUntil}.'],
    ar: ['الدمج أقدم من أن يُلغى', 'كان إلغاؤه ممكنا حتى {undoableUntil}.'],
  },
  MERGE_IS_BUILT_UPON: {
    status: 409,
    en: ['The record that stayed was merged since', 'Undo that merge first: {mergeId}.'],
    fr: ['La fiche conservée a été fusionnée depuis', 'Annulez d’abord cette fusion : {mergeId}.'],
    ar: ['دُمج الملف الباقي بعد ذلك', 'ألغوا ذلك الدمج أولا: {mergeId}.'],
  },
  MATRICULE_IS_TAKEN: {
    status: 409,
    en: ['This matricule is taken', 'It belongs to somebody else. Check it.'],
    fr: ['Matricule déjà attribué', 'Il appartient à une autre personne. Vérifiez-le.'],
    ar: ['رقم التسجيل مستعمل', 'يخص شخصا آخر. تحققوا منه.'],
  },
  CIN_IS_TAKEN: {
    status: 409,
    en: ['This identity card number is taken', 'It belongs to somebody else. Check it.'],
    fr: ['CIN déjà attribuée', 'Ce numéro appartient à une autre personne. Vérifiez-le.'],
    ar: ['رقم البطاقة الوطنية مستعمل', 'يخص هذا الرقم شخصا آخر. تحققوا منه.'],
  },
  PERSON_UNKNOWN: {
    status: 422,
    en: ['Unknown person', 'No active person goes by this identifier, or not yet.'],
    fr: ['Personne inconnue', 'Aucune personne active ne porte cet identifiant, ou pas encore.'],
    ar: ['شخص غير معروف', 'لا يوجد شخص نشيط بهذا المعرف، أو لم يُسجل بعد.'],
  },
  PERSON_MAY_BE_REGISTERED: {
    status: 409,
    en: [
      'This person may be registered already',
      'Somebody has this name, and the birth dates are the same or one of them is not known. Take that person back, or have an official say they are two.',
    ],
    fr: [
      'Personne peut-être déjà enregistrée',
      'Une personne porte déjà ce nom, et les dates de naissance sont les mêmes, ou l’une d’elles n’est pas connue. Reprenez-la, ou faites confirmer qu’il s’agit de deux personnes.',
    ],
    ar: [
      'قد يكون الشخص مسجلا من قبل',
      'يوجد شخص بالاسم نفسه، وتاريخا الميلاد متطابقان أو أحدهما غير معروف. استعيدوا تسجيله، أو اطلبوا من مسؤول تأكيد أنهما شخصان.',
    ],
  },
  PERSON_NOT_ACTIVE: {
    status: 409,
    en: ['The person is no longer active', 'Only active persons are admitted to this.'],
    fr: ['Personne inactive', 'Cette opération concerne uniquement les personnes actives.'],
    ar: ['شخص غير نشيط', 'لا تهم هذه العملية إلا الأشخاص النشيطين.'],
  },
  PERSON_UNCONFIRMED: {
    status: 409,
    en: [
      'The person is not confirmed',
      'Only an academy says that there is this person. It follows once the region or the programme confirms it.',
    ],
    fr: [
      'Personne non confirmée',
      'Seul un établissement déclare cette personne. La suite viendra dès que la région ou le programme la confirme.',
    ],
    ar: ['شخص غير مؤكد', 'لا يصرح بهذا الشخص إلا مؤسسة. يتبع الأمر متى أكدته الجهة أو البرنامج.'],
  },
  PERSON_DEACTIVATED: {
    en: ['The person was deactivated', 'The person is no longer active in the programme.'],
    fr: ['Personne désactivée', 'La personne n’est plus active dans le programme.'],
    ar: ['أُوقف تسجيل الشخص', 'لم يعد الشخص نشيطا في البرنامج.'],
  },
  PERSON_HAS_LEFT: {
    en: ['The person has left', 'The person no longer belongs to an academy of the programme.'],
    fr: ['Personne partie', 'La personne ne relève plus d’un établissement du programme.'],
    ar: ['غادر الشخص', 'لم يعد الشخص تابعا لمؤسسة في البرنامج.'],
  },
} satisfies Entries;
