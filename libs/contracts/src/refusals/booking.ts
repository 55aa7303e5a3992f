import type { Entries } from './entry.js';

/** Registrations for exams: who may sit, where there is a seat, and campaigns. */
export const BOOKING = {
  SITTING_IS_FULL: {
    status: 409,
    en: ['The sitting is full', 'All its seats are taken. Choose one of the alternatives or another sitting.'],
    fr: ['Séance complète', 'Toutes les places sont prises. Choisissez l’une des alternatives ou une autre séance.'],
    ar: ['الجلسة مكتملة', 'كل مقاعدها محجوزة. اختاروا أحد البدائل أو جلسة أخرى.'],
  },
  SITTING_IS_CLOSED: {
    status: 409,
    en: ['The sitting is closed', 'It is “{state}”, and this is no longer possible.'],
    fr: ['Séance fermée', 'Elle est à l’état « {state} » : cette opération n’est plus possible.'],
    ar: ['الجلسة مغلقة', 'حالتها «{state}» ولم تعد هذه العملية ممكنة.'],
  },
  TEACHER_WOULD_PROCTOR: {
    status: 409,
    en: ['The teacher would proctor', 'A proctor of this sitting taught the candidate. Choose another sitting.'],
    fr: [
      'Le formateur serait surveillant',
      'Un surveillant de la séance a formé le candidat. Choisissez une autre séance.',
    ],
    ar: ['المكون سيكون مراقبا', 'أحد مراقبي الجلسة كوّن المترشح. اختاروا جلسة أخرى.'],
  },
  EXAM_DOES_NOT_FIT: {
    status: 409,
    en: ['The exam does not fit', 'It takes the candidate {needed} minutes; the sitting has {minutes}.'],
    fr: ['Durée insuffisante', 'Le candidat a besoin de {needed} minutes ; la séance en dure {minutes}.'],
    ar: ['المدة غير كافية', 'يحتاج المترشح إلى {needed} دقيقة ومدة الجلسة {minutes} دقيقة.'],
  },
  NO_ACCESSIBLE_WORKSTATION: {
    status: 409,
    en: ['No accessible workstation', 'The candidate needs one, and none is left in this sitting.'],
    fr: ['Aucun poste accessible', 'Le candidat en a besoin et il n’en reste pas dans cette séance.'],
    ar: ['لا محطة عمل ميسرة', 'يحتاج المترشح إلى واحدة ولم تبق أي منها في هذه الجلسة.'],
  },
  EXAM_OUTSIDE_ITS_DAYS: {
    status: 409,
    en: [
      'The vendor does not offer the exam then',
      '{examCode} is sat between its first and its last day only: first day {from|untold}, last day {to|untold}. Found to be offered no more: {goneBy|unseen}.',
    ],
    fr: [
      'L’éditeur ne propose pas l’examen à cette date',
      '{examCode} ne se passe qu’entre son premier et son dernier jour. Premier jour : {from|untold} ; dernier jour : {to|untold}. Constaté qu’il n’est plus proposé : {goneBy|unseen}.',
    ],
    ar: [
      'لا يتيح الناشر الامتحان حينها',
      'لا يُجتاز {examCode} إلا بين يومه الأول ويومه الأخير. اليوم الأول: {from|untold}، اليوم الأخير: {to|untold}. لوحظ أنه لم يعد متاحا: {goneBy|unseen}.',
    ],
  },
  EXAM_EXISTS: {
    status: 409,
    en: ['The exam is in the catalogue', '{examCode} is there already. Correct it where it is wrong.'],
    fr: ['Examen déjà au catalogue', '{examCode} y figure déjà. Corrigez-le s’il est erroné.'],
    ar: ['الامتحان موجود في القائمة', 'الرمز {examCode} موجود فيها. صححوه إن كان خاطئا.'],
  },
  EXAM_IS_RETIRED: {
    status: 409,
    en: ['The exam is retired', 'Its last day is told already. Correct it where it is wrong.'],
    fr: ['Examen déjà retiré', 'Son dernier jour est déjà indiqué. Corrigez-le s’il est erroné.'],
    ar: ['سُحب الامتحان من قبل', 'يومه الأخير معروف. صححوه إن كان خاطئا.'],
  },
  FAMILY_IS_RETIRED: {
    status: 409,
    en: ['No exam of the family is left', 'None of them is offered on any day on which the voucher could pay.'],
    fr: ['Plus aucun examen de la famille', 'Aucun n’est proposé à une date où le bon pourrait servir.'],
    ar: ['لم يبق أي امتحان من هذه الفئة', 'لا يتاح أي منها في يوم يمكن أن تُستعمل فيه القسيمة.'],
  },
  EXAM_IS_NOT_OFFERED: {
    status: 409,
    en: ['The exam is not sat there', 'This sitting is for {examCodes}.'],
    fr: ['Examen non proposé', 'Cette séance concerne : {examCodes}.'],
    ar: ['الامتحان غير معروض', 'هذه الجلسة خاصة بما يلي: {examCodes}.'],
  },
  CONSENT_MISSING: {
    en: [
      'A parent’s consent is missing',
      'The candidate is a minor on the day, or of unknown age, by what is known now: the academy has to say that a parent agrees.',
    ],
    fr: [
      'Autorisation parentale manquante',
      'D’après ce qui est connu à présent, le candidat est mineur ce jour-là, ou son âge est inconnu : l’établissement doit indiquer l’accord d’un parent.',
    ],
    ar: [
      'موافقة أحد الوالدين ناقصة',
      'حسب المعروف الآن، المترشح قاصر في ذلك اليوم أو سنه غير معروف: على المؤسسة أن تبين موافقة أحد الوالدين.',
    ],
  },
  GIVER_NOT_KNOWN: {
    en: [
      'Nobody knows who gave this consent',
      'It was noted before its giver was kept, and does not count: have it said again.',
    ],
    fr: [
      'Consentement sans auteur connu',
      'Il a été noté avant que son auteur ne soit conservé et ne compte pas : faites-le redire.',
    ],
    ar: ['موافقة لا يعرف صاحبها', 'سُجلت قبل الاحتفاظ باسم من أدلى بها، ولا يعتد بها: اطلبوا تأكيدها من جديد.'],
  },
  MINOR_NEEDS_CONSENT: {
    status: 409,
    en: [
      'Parental consent is needed',
      'The candidate is a minor, or of unknown age. The academy has to confirm that a parent agrees: the candidate cannot.',
    ],
    fr: [
      'Autorisation parentale requise',
      'Le candidat est mineur, ou son âge est inconnu. L’établissement doit confirmer l’accord d’un parent : le candidat ne le peut pas.',
    ],
    ar: [
      'موافقة الوالدين مطلوبة',
      'المترشح قاصر أو سنه غير معروف. على المؤسسة أن تؤكد موافقة أحد الوالدين، ولا يمكن للمترشح تأكيدها.',
    ],
  },
  CANDIDATE_MUST_SIT_INSIDE: {
    status: 409,
    en: ['The candidate has to sit inside', 'Candidates of a prison centre sit there, and nobody else does.'],
    fr: [
      'Examen dans l’établissement requis',
      'Les candidats d’un centre pénitentiaire y passent l’examen, et eux seuls.',
    ],
    ar: ['يجب اجتياز الامتحان بالداخل', 'يجتاز مترشحو المركز السجني الامتحان فيه، وهم وحدهم.'],
  },
  CANDIDATE_SITS_ELSEWHERE: {
    en: ['The candidate has to sit elsewhere', 'The candidate’s academy changed; this sitting is no longer for them.'],
    fr: ['Le candidat doit composer ailleurs', 'Son établissement a changé ; cette séance ne lui est plus ouverte.'],
    ar: ['على المترشح الاجتياز في مكان آخر', 'تغيرت مؤسسته ولم تعد هذه الجلسة مفتوحة له.'],
  },
  CANDIDATE_IS_ADMITTED: {
    status: 409,
    en: ['The candidate was let in', 'Who is in the room gives no seat up: have the admission taken back first.'],
    fr: ['Candidat déjà admis', 'Qui est dans la salle ne rend pas sa place : faites d’abord annuler l’admission.'],
    ar: ['تم إدخال المترشح', 'من هو في القاعة لا يتخلى عن مقعده: اطلبوا أولا إلغاء تسجيل الدخول.'],
  },
  CANDIDATE_IS_TAKEN: {
    status: 409,
    en: ['The candidate is taken', 'The candidate sits or watches an exam elsewhere then.'],
    fr: ['Candidat indisponible', 'Le candidat passe ou surveille un autre examen à ce moment.'],
    ar: ['المترشح غير متاح', 'يجتاز المترشح امتحانا آخر أو يحرسه حينها.'],
  },
  ALREADY_REGISTERED: {
    status: 409,
    en: ['Already registered', 'The candidate has a registration for this exam.'],
    fr: ['Déjà inscrit', 'Le candidat est déjà inscrit à cet examen.'],
    ar: ['مسجل من قبل', 'للمترشح تسجيل في هذا الامتحان.'],
  },
  ALREADY_PASSED: {
    status: 409,
    en: ['Already passed', 'The candidate has passed this exam.'],
    fr: ['Examen déjà réussi', 'Le candidat a déjà réussi cet examen.'],
    ar: ['سبق النجاح', 'نجح المترشح في هذا الامتحان من قبل.'],
  },
  RETAKE_TOO_SOON: {
    status: 409,
    en: [
      'Too soon for a retake',
      'The exam’s rules ask for a wait: the candidate may sit it again from {nextEligibleAt}.',
    ],
    fr: [
      'Nouveau passage trop tôt',
      'Le règlement impose un délai : nouveau passage possible à partir du {nextEligibleAt}.',
    ],
    ar: ['إعادة قبل الأوان', 'تفرض القواعد أجلا: تمكن الإعادة ابتداء من {nextEligibleAt}.'],
  },
  TOO_MANY_ATTEMPTS: {
    status: 409,
    en: ['Too many attempts', 'The candidate has used the attempts that the exam’s rules allow in this period.'],
    fr: ['Trop de passages', 'Le candidat a épuisé les passages permis par le règlement pour cette période.'],
    ar: ['محاولات كثيرة جدا', 'استنفد المترشح المحاولات التي تسمح بها القواعد في هذه المدة.'],
  },
  WINDOW_IS_OVER: {
    status: 409,
    en: ['The period is over', 'The period in which the exam was to be sat has ended.'],
    fr: ['Période écoulée', 'La période demandée pour passer l’examen est terminée.'],
    ar: ['انقضت المدة', 'انتهت المدة المطلوبة لاجتياز الامتحان.'],
  },
  NO_FREE_SEAT: {
    en: ['No free seat', 'No sitting of this period has a seat; the candidate waits for one.'],
    fr: ['Aucune place libre', 'Aucune séance de la période n’a de place ; le candidat est en attente.'],
    ar: ['لا مقعد شاغر', 'لا مقعد في أي جلسة من هذه المدة، والمترشح في الانتظار.'],
  },
  NO_SEAT_IN_PERIOD: {
    en: [
      'Seats at other times',
      'There are free seats, but none in the period that was agreed to; the candidate waits.',
    ],
    fr: [
      'Places à d’autres dates',
      'Il reste des places, mais aucune dans la période convenue ; le candidat est en attente.',
    ],
    ar: ['مقاعد في أوقات أخرى', 'توجد مقاعد شاغرة، لكن ليس في المدة المتفق عليها، والمترشح في الانتظار.'],
  },
  NO_SEAT_AFTER_NOTICE: {
    en: [
      'Seats too soon for a move',
      'There are free seats, but sooner than the notice of a move to another sitting; the candidate waits, and may book one.',
    ],
    fr: [
      'Places trop proches',
      'Il reste des places, mais avant le préavis d’un changement de séance ; le candidat est en attente et peut en réserver une.',
    ],
    ar: [
      'مقاعد قبل أجل الإشعار',
      'توجد مقاعد شاغرة، لكن قبل انقضاء أجل الإشعار بالنقل إلى جلسة أخرى. المترشح في الانتظار وله أن يحجز أحدها.',
    ],
  },
  NO_SEAT_AT_FREE_HOURS: {
    en: ['Seats while elsewhere', 'There are free seats, but while the candidate sits or watches another exam.'],
    fr: [
      'Places à des heures prises',
      'Il reste des places, mais pendant que le candidat passe ou surveille un autre examen.',
    ],
    ar: ['مقاعد في أوقات مشغولة', 'توجد مقاعد شاغرة، لكن في وقت يجتاز فيه المترشح امتحانا آخر أو يحرسه.'],
  },
  NO_SEAT_WITHOUT_OWN_TEACHER: {
    en: ['Seats with the own teacher', 'There are free seats, but where the candidate’s own teacher is a proctor.'],
    fr: ['Places avec son formateur', 'Il reste des places, mais là où le formateur du candidat surveille.'],
    ar: ['مقاعد بحراسة المكون نفسه', 'توجد مقاعد شاغرة، لكن حيث يحرس مكون المترشح.'],
  },
  NO_SEAT_BEFORE_RETAKE: {
    en: [
      'Seats before the candidate may sit',
      'There are free seats, but at times at which the candidate may not sit this exam yet, by age or the rules of retakes.',
    ],
    fr: [
      'Places avant l’heure permise',
      'Il reste des places, mais à des dates auxquelles l’âge ou le règlement des nouveaux passages ne permet pas encore cet examen.',
    ],
    ar: [
      'مقاعد قبل الوقت المسموح',
      'توجد مقاعد شاغرة، لكن في أوقات لا يسمح فيها السن أو قواعد الإعادة بهذا الامتحان بعد.',
    ],
  },
  NO_SEAT_WITH_ACCOMMODATION: {
    en: [
      'No accessible seat',
      'There are free seats, but none at an accessible workstation, which the candidate needs.',
    ],
    fr: [
      'Aucune place accessible',
      'Il reste des places, mais aucune à un poste accessible, dont le candidat a besoin.',
    ],
    ar: ['لا مقعد ميسرا', 'توجد مقاعد شاغرة، لكن ليس على محطة ميسرة يحتاجها المترشح.'],
  },
  EXAM_IS_TOO_LONG_THERE: {
    en: [
      'Sittings too short',
      'There are free seats, but in sittings that are shorter than this candidate’s exam takes.',
    ],
    fr: [
      'Séances trop courtes',
      'Il reste des places, mais dans des séances plus courtes que l’examen de ce candidat.',
    ],
    ar: ['جلسات أقصر من اللازم', 'توجد مقاعد شاغرة، لكن في جلسات أقصر مما يتطلبه امتحان هذا المترشح.'],
  },
  REGISTRATION_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the registration does not allow it', 'It is “{from}” and cannot become “{to}”.'],
    fr: ['L’état de l’inscription ne le permet pas', 'De l’état « {from} », elle ne peut pas passer à « {to} ».'],
    ar: ['حالة التسجيل لا تسمح بذلك', 'لا يمكن الانتقال من حالة «{from}» إلى حالة «{to}».'],
  },
  REGISTRATION_NOT_MOVED: {
    status: 409,
    en: [
      'The registration was not moved',
      'It has the place that was agreed to. Cancel it instead, on the usual terms.',
    ],
    fr: ['Inscription non déplacée', 'Elle a la place convenue. Annulez-la aux conditions habituelles.'],
    ar: ['لم يُنقل التسجيل', 'له المقعد المتفق عليه. يمكنكم إلغاؤه بالشروط المعتادة.'],
  },
  MOVE_DECLINED: {
    en: ['The move was declined', 'The candidate did not accept the new time or place.'],
    fr: ['Déplacement refusé', 'Le candidat n’a pas accepté le nouvel horaire ou le nouveau lieu.'],
    ar: ['رُفض النقل', 'لم يقبل المترشح الوقت أو المكان الجديد.'],
  },
  CAMPAIGN_IS_EMPTY: {
    status: 422,
    en: ['Nobody was chosen', 'The choice holds nobody within your scope.'],
    fr: ['Aucune personne choisie', 'La sélection ne contient personne de votre périmètre.'],
    ar: ['لم يُختر أحد', 'لا يتضمن الاختيار أي شخص ضمن نطاقكم.'],
  },
  CAMPAIGN_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the campaign does not allow it', 'It is “{from}” and cannot become “{to}”.'],
    fr: ['L’état de la campagne ne le permet pas', 'De l’état « {from} », elle ne peut pas passer à « {to} ».'],
    ar: ['حالة الحملة لا تسمح بذلك', 'لا يمكن الانتقال من حالة «{from}» إلى حالة «{to}».'],
  },
  CAMPAIGN_IS_A_DRY_RUN: {
    status: 409,
    en: ['The campaign was a trial', 'Nobody was booked. Plan it again, not as a trial.'],
    fr: ['Campagne de simulation', 'Personne n’a été inscrit. Planifiez-la à nouveau, sans simulation.'],
    ar: ['حملة تجريبية', 'لم يُسجل أحد. أعيدوا تخطيطها دون محاكاة.'],
  },
  CAMPAIGN_WAS_REPLANNED: {
    en: ['The campaign was planned again', 'The place or time changed with the new plan.'],
    fr: ['Campagne replanifiée', 'Le lieu ou l’horaire a changé avec le nouveau plan.'],
    ar: ['أُعيد تخطيط الحملة', 'تغير المكان أو الوقت مع الخطة الجديدة.'],
  },
  NOBODY_SITS_THERE: {
    en: ['Nobody sits there', 'The campaign opened the sitting and no longer needs it.'],
    fr: ['Aucun candidat dans la séance', 'La campagne avait ouvert la séance et n’en a plus besoin.'],
    ar: ['لا مترشح في الجلسة', 'فتحتها الحملة ولم تعد في حاجة إليها.'],
  },
} satisfies Entries;

/** Vouchers and charges. */
export const VOUCHERS = {
  NO_VOUCHER: {
    status: 409,
    en: ['No voucher', 'Neither the candidate nor the academy has a voucher that is valid then.'],
    fr: ['Aucun bon d’examen', 'Ni le candidat ni l’établissement n’a de bon valable à cette date.'],
    ar: ['لا قسيمة امتحان', 'لا يتوفر المترشح ولا المؤسسة على قسيمة صالحة حينها.'],
  },
  VOUCHERS_NOT_COVERED: {
    status: 409,
    en: ['Not so many vouchers', 'There are fewer free vouchers than you ask for.'],
    fr: ['Bons d’examen insuffisants', 'Il y a moins de bons libres que vous n’en demandez.'],
    ar: ['قسائم غير كافية', 'القسائم المتاحة أقل مما تطلبون.'],
  },
  VOUCHER_UNKNOWN: {
    status: 422,
    en: ['Unknown voucher', 'No voucher goes by this number.'],
    fr: ['Bon inconnu', 'Aucun bon d’examen ne porte ce numéro.'],
    ar: ['قسيمة غير معروفة', 'لا توجد قسيمة بهذا الرقم.'],
  },
  VOUCHER_OF_SOMEONE_ELSE: {
    status: 409,
    en: ['A voucher of somebody else', 'Only the person to whom it was given may use it.'],
    fr: ['Bon d’une autre personne', 'Seule la personne à qui il est attribué peut l’utiliser.'],
    ar: ['قسيمة شخص آخر', 'لا يستعملها إلا من أُسندت إليه.'],
  },
  VOUCHER_OF_ANOTHER_ACADEMY: {
    status: 409,
    en: ['A voucher of another academy', 'Use a voucher of the candidate’s academy.'],
    fr: ['Bon d’un autre établissement', 'Utilisez un bon de l’établissement du candidat.'],
    ar: ['قسيمة مؤسسة أخرى', 'استعملوا قسيمة مؤسسة المترشح.'],
  },
  VOUCHER_IS_VOID: {
    status: 409,
    en: ['The voucher no longer counts', 'It is “{state}”. Use another one.'],
    fr: ['Bon non utilisable', 'Il est à l’état « {state} ». Utilisez-en un autre.'],
    ar: ['قسيمة غير قابلة للاستعمال', 'حالتها «{state}». استعملوا قسيمة أخرى.'],
  },
  VOUCHER_IS_BOOKED: {
    status: 409,
    en: ['The voucher is in use', 'Another registration is paid with it.'],
    fr: ['Bon déjà utilisé', 'Une autre inscription est payée avec ce bon.'],
    ar: ['قسيمة مستعملة', 'أُدي بها تسجيل آخر.'],
  },
  VOUCHER_EXPIRES_BEFORE: {
    status: 409,
    en: ['The voucher expires before', 'It expires on {expiresAt}, before the exam.'],
    fr: ['Bon expiré à cette date', 'Il expire le {expiresAt}, avant l’examen.'],
    ar: ['قسيمة تنتهي قبل ذلك', 'تنتهي صلاحيتها في {expiresAt} قبل الامتحان.'],
  },
  VOUCHER_FOR_OTHER_EXAMS: {
    status: 409,
    en: ['A voucher for other exams', 'It pays exams of the family {family}.'],
    fr: ['Bon pour d’autres examens', 'Il paie les examens de la famille {family}.'],
    ar: ['قسيمة لامتحانات أخرى', 'تؤدي امتحانات صنف {family}.'],
  },
  VOUCHER_LOT_IS_ENTERED: {
    status: 409,
    en: ['The lot was entered before', 'A lot of this family and order is in the register.'],
    fr: ['Lot déjà saisi', 'Un lot de cette famille et de cette commande figure déjà au registre.'],
    ar: ['دفعة مسجلة من قبل', 'توجد في السجل دفعة من هذا الصنف ومن هذا الطلب.'],
  },
  PERSON_HAS_VOUCHER: {
    status: 409,
    en: ['The person has a voucher', 'The person has a voucher for these exams that no booking uses yet.'],
    fr: ['La personne a déjà un bon', 'Elle détient pour ces examens un bon qu’aucune inscription n’utilise encore.'],
    ar: ['للشخص قسيمة', 'للشخص قسيمة لهذه الامتحانات لم يُستعمل أي تسجيل مقابلها بعد.'],
  },
  CHARGE_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the charge does not allow it', 'It is “{from}” and cannot become “{to}”.'],
    fr: ['L’état des frais ne le permet pas', 'De l’état « {from} », ils ne peuvent pas passer à « {to} ».'],
    ar: ['حالة الرسوم لا تسمح بذلك', 'لا يمكن الانتقال من حالة «{from}» إلى حالة «{to}».'],
  },
  ACCOMMODATION_IS_GRANTED: {
    status: 409,
    en: ['The accommodation is granted', 'The person has the very same for these exams already.'],
    fr: ['Aménagement déjà accordé', 'La personne dispose déjà du même pour ces examens.'],
    ar: ['ترتيب تيسيري ممنوح من قبل', 'للشخص الترتيب نفسه لهذه الامتحانات.'],
  },
  ACCOMMODATION_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the accommodation does not allow it', 'It is “{from}” and cannot become “{to}”.'],
    fr: ['L’état de l’aménagement ne le permet pas', 'De l’état « {from} », il ne peut pas passer à « {to} ».'],
    ar: ['حالة الترتيب التيسيري لا تسمح بذلك', 'لا يمكن الانتقال من حالة «{from}» إلى حالة «{to}».'],
  },
  CANCELLED_LATE: {
    en: ['Cancelled late', 'The registration was cancelled after the free period.'],
    fr: ['Annulation tardive', 'L’inscription a été annulée après le délai gratuit.'],
    ar: ['إلغاء متأخر', 'أُلغي التسجيل بعد أجل الإلغاء المجاني.'],
  },
} satisfies Entries;
