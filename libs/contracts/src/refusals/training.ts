import type { Entries } from './entry.js';

/** Trainers, their qualifications and plans. */
export const TRAINERS = {
  PERSON_IS_NO_TRAINER: {
    status: 409,
    en: [
      'This person is no trainer',
      'The register knows this person as something else. Correct the kind there first.',
    ],
    fr: [
      'Cette personne n’est pas formateur',
      'Le registre lui donne une autre qualité. Corrigez-la d’abord au registre.',
    ],
    ar: ['هذا الشخص ليس مكونا', 'هو مسجل بصفة أخرى. صحّحوها أولا في السجل.'],
  },
  TRAINER_EXISTS: {
    status: 409,
    en: ['This trainer is known already', 'The person is registered as a trainer.'],
    fr: ['Formateur déjà enregistré', 'Cette personne est déjà enregistrée comme formateur.'],
    ar: ['مكون مسجل من قبل', 'هذا الشخص مسجل بصفة مكون.'],
  },
  TRAINER_HAS_LEFT: {
    status: 409,
    en: ['The trainer has left', 'The trainer no longer works in the programme.'],
    fr: ['Formateur parti', 'Ce formateur ne travaille plus dans le programme.'],
    ar: ['غادر المكون', 'لم يعد هذا المكون يعمل في البرنامج.'],
  },
  TRAINER_UNKNOWN: {
    en: ['Unknown trainer', 'No trainer goes by this identifier, or not yet.'],
    fr: ['Formateur inconnu', 'Aucun formateur ne porte cet identifiant, ou pas encore.'],
    ar: ['مكون غير معروف', 'لا يوجد مكون بهذا المعرف، أو لم يُسجل بعد.'],
  },
  TRAINER_NOT_QUALIFIED: {
    status: 409,
    en: ['The trainer may not teach this', 'The trainer’s qualifications do not cover this course on all its days.'],
    fr: ['Formateur non habilité', 'Ses qualifications ne couvrent pas ce cours sur toute sa durée.'],
    ar: ['مكون غير مؤهل', 'لا تغطي مؤهلاته هذا الدرس طيلة مدته.'],
  },
  LEARNER_WOULD_TEACH: {
    status: 409,
    en: ['Who teaches an offering does not learn in it', 'The person teaches this offering, or has a place in it.'],
    fr: ['Qui enseigne une session ne la suit pas', 'Cette personne enseigne cette session, ou y est inscrite.'],
    ar: ['لا يتعلم في الدورة من يدرسها', 'هذا الشخص يدرس هذه الدورة أو هو مسجل فيها.'],
  },
  NO_QUALIFICATION_FOR_TOPIC: {
    en: ['No qualification for the topic', 'The trainer holds no qualification for this topic.'],
    fr: ['Aucune qualification pour ce thème', 'Le formateur n’a pas de qualification pour ce thème.'],
    ar: ['لا مؤهل لهذا الموضوع', 'لا يتوفر المكون على مؤهل في هذا الموضوع.'],
  },
  QUALIFICATION_EXPIRED: {
    en: ['The qualification has expired', 'The trainer’s qualification no longer holds on that day.'],
    fr: ['Qualification expirée', 'La qualification du formateur n’est plus valable à cette date.'],
    ar: ['مؤهل منتهي الصلاحية', 'لم يعد مؤهل المكون صالحا في ذلك اليوم.'],
  },
  QUALIFICATION_NOT_YET_VALID: {
    en: ['The qualification does not hold yet', 'The trainer’s qualification begins later.'],
    fr: ['Qualification pas encore valable', 'La qualification du formateur commence plus tard.'],
    ar: ['مؤهل لم يسر بعد', 'يبدأ مؤهل المكون لاحقا.'],
  },
  QUALIFICATION_EXISTS: {
    status: 409,
    en: ['This qualification is recorded already', 'The same kind, topic and day are recorded.'],
    fr: ['Qualification déjà enregistrée', 'Le même type, le même thème et le même jour sont déjà enregistrés.'],
    ar: ['مؤهل مسجل من قبل', 'النوع والموضوع واليوم نفسها مسجلة من قبل.'],
  },
  PROCTOR_TRAINING_MISSING: {
    en: ['No proctor training', 'The trainer has not followed the training of proctors.'],
    fr: ['Formation de surveillant absente', 'Le formateur n’a pas suivi la formation des surveillants.'],
    ar: ['لا تكوين في الحراسة', 'لم يتابع المكون تكوين المراقبين.'],
  },
  PROCTOR_TRAINING_EXPIRED: {
    en: ['The proctor training has expired', 'The trainer has to follow the training of proctors again.'],
    fr: ['Formation de surveillant expirée', 'Le formateur doit suivre à nouveau la formation des surveillants.'],
    ar: ['تكوين الحراسة منتهي الصلاحية', 'على المكون متابعة تكوين المراقبين من جديد.'],
  },
  PLAN_ITEMS_ARE_AGREED: {
    status: 409,
    en: [
      'Agreed items are missing',
      'What was agreed stays in the plan until somebody else withdraws it, with a reason.',
    ],
    fr: [
      'Éléments convenus absents',
      'Ce qui est convenu reste au plan jusqu’à ce qu’une autre personne le retire, avec un motif.',
    ],
    ar: ['عناصر متفق عليها غائبة', 'يبقى المتفق عليه في المخطط إلى أن يسحبه شخص آخر مع ذكر السبب.'],
  },
  PLAN_ITEM_IS_COMPLETED: {
    status: 409,
    en: ['The item is completed', 'It was completed on {completedOn} and stays in the plan.'],
    fr: ['Élément achevé', 'Il a été achevé le {completedOn} et reste au plan.'],
    ar: ['عنصر مكتمل', 'اكتمل في {completedOn} ويبقى في المخطط.'],
  },
  PLAN_ITEM_IS_WITHDRAWN: {
    status: 409,
    en: ['The item was withdrawn', 'It was taken out of the plan at {withdrawnAt}.'],
    fr: ['Élément déjà retiré', 'Il a été retiré du plan le {withdrawnAt}.'],
    ar: ['عنصر مسحوب', 'سُحب من المخطط في {withdrawnAt}.'],
  },
  PLAN_ITEM_IS_YOUR_OWN: {
    status: 403,
    en: ['You agreed this item', 'Somebody other than who agreed an item withdraws it, or completes it by a document.'],
    fr: [
      'Vous avez convenu de cet élément',
      'Une autre personne que celle qui en a convenu doit le retirer, ou l’achever par un document.',
    ],
    ar: ['أنتم من اتفق على هذا العنصر', 'يسحبه شخص آخر غير من اتفق عليه، أو يكمله بوثيقة.'],
  },
  PLAN_NEEDS_ANOTHER: {
    status: 403,
    en: [
      'Somebody else completes this plan',
      'Who completed an item by a document does not withdraw the last open one, nor the other way round.',
    ],
    fr: [
      'Ce plan s’achève par un autre',
      'Qui a achevé un élément par un document ne retire pas le dernier élément ouvert, ni l’inverse.',
    ],
    ar: ['يكمل هذا المخطط شخص آخر', 'من أكمل عنصرا بوثيقة لا يسحب آخر عنصر مفتوح، ولا العكس.'],
  },
  PLAN_ITEM_NEEDS_A_PASS: {
    status: 409,
    en: ['An exam is completed by its result', 'This item closes when the exam is passed, not by a declaration.'],
    fr: [
      'Un examen s’achève par son résultat',
      'Cet élément se clôt par la réussite de l’examen, non par une déclaration.',
    ],
    ar: ['يكتمل الامتحان بنتيجته', 'يُغلق هذا العنصر بالنجاح في الامتحان لا بالتصريح.'],
  },
} satisfies Entries;

/** Courses, offerings, enrolments, hours and the literacy track. */
export const COURSES = {
  COURSE_IS_RETIRED: {
    status: 409,
    en: ['The course is retired', 'It is no longer offered. Choose another course.'],
    fr: ['Cours retiré', 'Il n’est plus proposé. Choisissez un autre cours.'],
    ar: ['درس مسحوب', 'لم يعد معروضا. اختاروا درسا آخر.'],
  },
  OFFERING_IS_FULL: {
    status: 409,
    en: ['The session is full', 'All places of this course session are taken.'],
    fr: ['Session complète', 'Toutes les places de cette session de cours sont prises.'],
    ar: ['الدورة مكتملة', 'كل مقاعد هذه الدورة محجوزة.'],
  },
  OFFERING_IS_CLOSED: {
    status: 409,
    en: ['The session is closed', 'It is “{state}” and takes no changes.'],
    fr: ['Session close', 'Elle est à l’état « {state} » et n’accepte plus de modification.'],
    ar: ['الدورة مغلقة', 'حالتها «{state}» ولا تقبل أي تغيير.'],
  },
  OFFERING_HAS_HOURS: {
    status: 409,
    en: ['Hours were learnt in it already', 'The session can no longer start later.'],
    fr: ['Des heures y sont déjà enregistrées', 'Le début de la session ne peut plus être reporté.'],
    ar: ['سُجلت فيها ساعات من قبل', 'لم يعد ممكنا تأخير بداية الدورة.'],
  },
  HOURS_ARE_YOUR_OWN: {
    status: 403,
    en: [
      'Somebody else confirms these hours',
      'You recorded them. The trainer of the offering, another manager of the academy, the region or the programme confirms them.',
    ],
    fr: [
      'Ces heures se confirment par un autre',
      'Vous les avez enregistrées. Le formateur de la session, un autre gestionnaire de l’établissement, la région ou le programme les confirme.',
    ],
    ar: ['يؤكد هذه الساعات شخص آخر', 'أنتم من سجلها. يؤكدها مكون الدورة أو مسير آخر للمؤسسة أو الجهة أو البرنامج.'],
  },
  NO_HOURS_TO_CONFIRM: {
    status: 409,
    en: ['No hours to confirm', 'No hours that count are recorded in this offering.'],
    fr: ['Aucune heure à confirmer', 'Aucune heure valable n’est enregistrée dans cette session.'],
    ar: ['لا ساعات للتأكيد', 'لم تُسجل في هذه الدورة أي ساعة محتسبة.'],
  },
  COURSE_IS_MADE_UP: {
    en: ['A course made up for trials', 'Hours of courses that were made up for trials do not count towards the 30.'],
    fr: ['Cours fictif', 'Les heures de cours créés pour des essais ne comptent pas parmi les 30.'],
    ar: ['درس تجريبي', 'ساعات الدروس المحدثة للتجارب لا تحتسب ضمن الثلاثين ساعة.'],
  },
  NOBODY_TEACHES_IT: {
    en: [
      'Nobody else taught it then',
      'Hours count towards the 30 from the day on which somebody else teaches the offering; the region or the programme may name a trainer for days of before.',
    ],
    fr: [
      'Personne d’autre ne l’assurait alors',
      'Les heures comptent parmi les 30 à partir du jour où un autre assure la session ; la région ou le programme peut désigner un formateur pour les jours antérieurs.',
    ],
    ar: [
      'لم يكن أحد غيره يؤطرها آنذاك',
      'تحتسب الساعات ضمن الثلاثين ابتداء من اليوم الذي يؤطر فيه الدورة شخص آخر، وللجهة أو البرنامج تعيين مكون لما سبق من أيام.',
    ],
  },
  OFFERING_CANCELLED: {
    en: ['The session was cancelled', 'The course session does not take place.'],
    fr: ['Session annulée', 'La session de cours n’a pas lieu.'],
    ar: ['أُلغيت الدورة', 'لن تُنظم دورة هذا الدرس.'],
  },
  OFFERING_FINISHED: {
    en: ['The session is over', 'The course session has ended.'],
    fr: ['Session terminée', 'La session de cours est terminée.'],
    ar: ['انتهت الدورة', 'انتهت دورة هذا الدرس.'],
  },
  SEATS_BELOW_TAKEN: {
    status: 409,
    en: ['More places are taken', '{taken} places are taken already: there cannot be fewer.'],
    fr: ['Moins de places que d’inscrits', '{taken} places sont déjà prises : il ne peut y en avoir moins.'],
    ar: ['المقاعد أقل من المسجلين', '{taken} مقعدا محجوزا من قبل، فلا يمكن النزول عن هذا العدد.'],
  },
  ALREADY_ENROLLED: {
    status: 409,
    en: ['Already enrolled', 'The person has a place in this session.'],
    fr: ['Déjà inscrit', 'La personne est déjà inscrite à cette session.'],
    ar: ['مسجل من قبل', 'للشخص مقعد في هذه الدورة.'],
  },
  ENROLMENT_IS_OVER: {
    status: 409,
    en: ['The enrolment is over', 'It is “{state}” and takes no changes.'],
    fr: ['Inscription close', 'Elle est à l’état « {state} » et n’accepte plus de modification.'],
    ar: ['التسجيل منته', 'حالته «{state}» ولا يقبل أي تغيير.'],
  },
  GIVEN_UP: {
    en: ['Given up', 'The person gave up the place.'],
    fr: ['Désistement', 'La personne a renoncé à sa place.'],
    ar: ['تنازل', 'تخلى الشخص عن مقعده.'],
  },
  PERSON_MERGED: {
    en: [
      'Two records of one person',
      'The two records turned out to be of one person, who has another place of this kind.',
    ],
    fr: [
      'Deux fiches d’une même personne',
      'Les deux fiches sont d’une même personne, qui a une autre place de ce genre.',
    ],
    ar: ['ملفان لشخص واحد', 'تبين أن الملفين لشخص واحد له مقعد آخر من هذا النوع.'],
  },
  NO_SEAT_CAME_FREE: {
    en: ['No place came free', 'The session ended before a place came free.'],
    fr: ['Aucune place libérée', 'La session s’est terminée sans qu’une place se libère.'],
    ar: ['لم يشغر أي مقعد', 'انتهت الدورة قبل أن يشغر مقعد.'],
  },
  STATEMENT_CONFLICT: {
    status: 409,
    en: ['This statement differs', 'The same identifier was recorded with another content.'],
    fr: ['Déclaration contradictoire', 'Le même identifiant a été enregistré avec un autre contenu.'],
    ar: ['تصريح متضارب', 'سُجل المعرف نفسه بمحتوى آخر.'],
  },
  COMPLETED_BEFORE_OFFERING: {
    status: 409,
    en: ['Completed before the session', 'The person’s session starts after that day.'],
    fr: ['Achevé avant la session', 'La session de la personne commence après ce jour.'],
    ar: ['أُنجز قبل الدورة', 'تبدأ دورة الشخص بعد ذلك اليوم.'],
  },
  LITERACY_IS_FOR_STAFF: {
    status: 409,
    en: [
      'For staff and trainers',
      'The digital literacy track is for the staff and trainers of the office, not its trainees.',
    ],
    fr: [
      'Pour le personnel et les formateurs',
      'Le parcours d’alphabétisation numérique est pour le personnel et les formateurs de l’office, non pour ses stagiaires.',
    ],
    ar: ['للموظفين والمكونين', 'مسار محو الأمية الرقمية مخصص لموظفي المكتب ومكونيه، لا لمتدربيه.'],
  },
  LITERACY_HOURS_MISSING: {
    status: 409,
    en: [
      'Confirmed hours are missing',
      '{hours} of the {required} hours are confirmed by another than who recorded them; {missing} are missing, and {unconfirmed} wait to be confirmed.',
    ],
    fr: [
      'Heures confirmées manquantes',
      '{hours} heures sur {required} sont confirmées par un autre que leur déclarant ; il en manque {missing}, et {unconfirmed} attendent d’être confirmées.',
    ],
    ar: [
      'ساعات مؤكدة ناقصة',
      'أكد شخص آخر غير من سجلها {hours} ساعة من أصل {required}، وتنقص {missing}، وتنتظر {unconfirmed} التأكيد.',
    ],
  },
  ALREADY_CERTIFIED: {
    status: 409,
    en: ['Already certified', 'The person has completed the digital literacy track.'],
    fr: ['Déjà certifié', 'La personne a achevé le parcours d’alphabétisation numérique.'],
    ar: ['حاصل على الشهادة من قبل', 'أنهى الشخص مسار محو الأمية الرقمية.'],
  },
  LITERACY_EVALUATION_IS_HELD: {
    status: 409,
    en: ['An evaluation waits for a decision', 'Another score of this person has to be decided about first.'],
    fr: ['Évaluation en attente de décision', 'Une autre note de cette personne attend d’abord une décision.'],
    ar: ['تقييم ينتظر القرار', 'توجد نقطة أخرى لهذا الشخص يجب البت فيها أولا.'],
  },
  LITERACY_EVALUATION_IS_YOUR_OWN: {
    status: 403,
    en: ['You sent this evaluation', 'Somebody other than its sender decides about it.'],
    fr: ['Vous avez envoyé cette évaluation', 'Une autre personne que l’expéditeur doit décider.'],
    ar: ['أنتم من أرسل هذا التقييم', 'يبت فيه شخص آخر غير مرسله.'],
  },
  LITERACY_HOURS_ARE_YOUR_OWN: {
    status: 403,
    en: [
      'You had a word in its hours',
      'Somebody decides who neither recorded the hours, nor alone confirmed what one other person recorded and sent.',
    ],
    fr: [
      'Vous êtes déjà intervenu sur ces heures',
      'La décision revient à une personne qui n’a ni déclaré les heures, ni confirmé seule ce qu’une seule autre a déclaré et envoyé.',
    ],
    ar: ['لكم يد في هذه الساعات', 'يبت في الأمر شخص لم يسجل الساعات ولم يؤكد وحده ما سجله وأرسله شخص واحد غيره.'],
  },
  LITERACY_DECISION_IS_YOUR_OWN: {
    status: 403,
    en: ['You accepted this evaluation', 'Somebody other than who accepted it takes the completion back.'],
    fr: [
      'Vous avez accepté cette évaluation',
      'Une autre personne que celle qui l’a acceptée doit retirer l’achèvement.',
    ],
    ar: ['أنتم من قبل هذا التقييم', 'يسحب الإتمام شخص آخر غير من قبله.'],
  },
  LITERACY_COMPLETION_NOT_IN_FORCE: {
    status: 409,
    en: ['Nobody is certified by it', 'The evaluation is “{state}”: there is no completion to take back.'],
    fr: ['Elle ne certifie personne', 'L’évaluation est à l’état « {state} » : il n’y a pas d’achèvement à retirer.'],
    ar: ['لا شهادة مبنية عليه', 'حالة التقييم «{state}»: لا إتمام يُسحب.'],
  },
  LITERACY_EVALUATION_IS_DECIDED: {
    status: 409,
    en: ['The evaluation was decided about', 'It is “{state}” already.'],
    fr: ['Évaluation déjà tranchée', 'Elle est déjà à l’état « {state} ».'],
    ar: ['بُت في التقييم', 'حالته الآن «{state}».'],
  },
  COURSE_HOURS_MISSING: {
    status: 409,
    en: ['Hours of the course are missing', 'A course is completed by the hours that it takes, as far as they count.'],
    fr: [
      'Heures de cours manquantes',
      'Un cours s’achève par les heures qu’il demande, dans la mesure où elles comptent.',
    ],
    ar: ['ساعات الدورة ناقصة', 'تُنهى الدورة بالساعات التي تتطلبها، في حدود ما يُحتسب منها.'],
  },
  COMPLETION_NEEDS_ANOTHER: {
    status: 403,
    en: [
      'Somebody else tells of completions',
      'The trainer of the offering, the region, the programme or a learning platform does.',
    ],
    fr: [
      'L’achèvement se déclare par un autre',
      'Le formateur de la session, la région, le programme ou une plateforme d’apprentissage le déclare.',
    ],
    ar: ['يصرح بالإتمام شخص آخر', 'يصرح به مكون الدورة أو الجهة أو البرنامج أو منصة للتعلم.'],
  },
  NO_PLACE_IN_AN_OFFERING: {
    en: ['No place in an offering', 'The hours are of no offering in which the person had a place.'],
    fr: ['Aucune place dans une session', 'Ces heures ne relèvent d’aucune session où la personne avait une place.'],
    ar: ['لا مكان في أي دورة', 'لا تنتمي هذه الساعات إلى أي دورة كان للشخص مكان فيها.'],
  },
  OUTSIDE_THE_CONVENTION: {
    en: ['Outside the convention', 'The hours are not on days of the convention.'],
    fr: ['Hors de la convention', 'Ces heures ne tombent pas sur des jours de la convention.'],
    ar: ['خارج الاتفاقية', 'لا تقع هذه الساعات في أيام الاتفاقية.'],
  },
  OVERLAPS_ANOTHER: {
    en: ['It overlaps other hours', 'These minutes count already for something else that was learnt.'],
    fr: ['Chevauche d’autres heures', 'Ces minutes comptent déjà pour un autre apprentissage.'],
    ar: ['تداخل مع ساعات أخرى', 'احتُسبت هذه الدقائق لتعلم آخر.'],
  },
  MORE_THAN_A_DAY_HOLDS: {
    en: ['More than a day holds', 'More hours were told of this day than count on one day.'],
    fr: ['Trop d’heures le même jour', 'Plus d’heures ont été déclarées ce jour-là qu’il n’en compte en une journée.'],
    ar: ['أكثر مما يتسع له اليوم', 'صُرح في هذا اليوم بساعات أكثر مما يُحتسب في يوم واحد.'],
  },
  NOT_COUNTED_YET: {
    en: ['Not counted yet', 'The hours will be counted in a moment.'],
    fr: ['Pas encore comptées', 'Ces heures seront comptées dans un instant.'],
    ar: ['لم تُحتسب بعد', 'ستُحتسب هذه الساعات بعد لحظات.'],
  },
  PROCTORING_NEEDS_ANOTHER: {
    status: 403,
    en: ['Somebody else records proctors', 'The region or the programme records who may proctor, not the own manager.'],
    fr: [
      'Un autre habilite les surveillants',
      'La région ou le programme enregistre qui peut surveiller, pas son propre responsable.',
    ],
    ar: ['يؤهل المراقبين شخص آخر', 'تسجل الجهة أو البرنامج من يحق له المراقبة، لا مسؤول مؤسسته.'],
  },
} satisfies Entries;
