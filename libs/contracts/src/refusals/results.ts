import type { Entries } from './entry.js';

/** The day of the exam, as its proctors record it. */
export const EXAM_DAY = {
  IN_THE_FUTURE: {
    en: ['Later than now', 'What is recorded has not happened yet. Check the clock of the device.'],
    fr: ['Heure dans le futur', 'Le fait enregistré n’a pas encore eu lieu. Vérifiez l’heure de l’appareil.'],
    ar: ['وقت في المستقبل', 'لم تقع الواقعة المسجلة بعد. تحققوا من ساعة الجهاز.'],
  },
  TOO_EARLY: {
    en: ['Too early', 'The sitting does not allow it at that time yet.'],
    fr: ['Trop tôt', 'La séance ne le permet pas encore à cette heure.'],
    ar: ['قبل الأوان', 'لا تسمح الجلسة بذلك بعد في ذلك الوقت.'],
  },
  OUTSIDE_THE_SITTING: {
    en: ['Outside the sitting', 'That time lies outside the hours of the sitting.'],
    fr: ['Hors de la séance', 'Cette heure est en dehors de l’horaire de la séance.'],
    ar: ['خارج الجلسة', 'ذلك الوقت خارج توقيت الجلسة.'],
  },
  NOT_PLANNED_THEN: {
    en: ['The sitting was not planned then', 'That time lies before the sitting was planned.'],
    fr: ['Séance pas encore planifiée', 'Cette heure précède la planification de la séance.'],
    ar: ['لم تكن الجلسة مبرمجة بعد', 'ذلك الوقت سابق لبرمجة الجلسة.'],
  },
  NOT_BOOKED_THEN: {
    en: ['No seat at that time', 'That time lies before the candidate had a seat in the sitting.'],
    fr: ['Pas encore de place', 'Cette heure précède l’attribution d’une place au candidat dans la séance.'],
    ar: ['لا مقعد في ذلك الوقت', 'ذلك الوقت سابق لحصول المترشح على مقعد في الجلسة.'],
  },
  NOT_ON_THE_DAY: {
    en: ['Not on the day', 'That time is not on the day of the sitting.'],
    fr: ['Pas le jour de la séance', 'Cette heure n’est pas le jour de la séance.'],
    ar: ['ليس في يوم الجلسة', 'ذلك الوقت ليس في يوم الجلسة.'],
  },
  NOT_IN_THIS_SITTING: {
    status: 409,
    en: ['Not in this sitting', 'The candidate has no seat in this sitting, or has one elsewhere by now.'],
    fr: ['Pas dans cette séance', 'Le candidat n’a pas de place dans cette séance, ou en a désormais une ailleurs.'],
    ar: ['ليس في هذه الجلسة', 'لا مقعد للمترشح في هذه الجلسة، أو صار له مقعد في أخرى.'],
  },
  NOT_ADMITTED: {
    en: ['Not admitted', 'No proctor recorded that the candidate was admitted.'],
    fr: ['Candidat non admis', 'Aucun surveillant n’a enregistré l’admission du candidat.'],
    ar: ['مترشح لم يُقبل دخوله', 'لم يسجل أي مراقب قبول دخول المترشح.'],
  },
  NO_PROCTOR: {
    en: ['No proctor was seen', 'No proctor who may proctor on that day was recorded as present.'],
    fr: ['Aucun surveillant constaté', 'Aucun surveillant habilité ce jour-là n’a été enregistré comme présent.'],
    ar: ['لم يُثبت حضور مراقب', 'لم يُسجل حضور أي مراقب مؤهل في ذلك اليوم.'],
  },
  NOT_BEGUN: {
    en: [
      'The exam was not seen to begin',
      'No proctor of the sitting, and nobody of the region or the programme but who sent the result, recorded that it began.',
    ],
    fr: [
      'Début de l’examen non constaté',
      'Ni un surveillant de la séance, ni une personne de la région ou du programme autre que l’expéditeur du résultat, n’en a enregistré le début.',
    ],
    ar: ['لم تُثبت بداية الامتحان', 'لم يسجل البداية أي مراقب للجلسة، ولا أحد من الجهة أو البرنامج غير مرسل النتيجة.'],
  },
  ROLL_CALL_TAKEN_BACK: {
    en: [
      'The roll-call was changed afterwards',
      'An absence, an admission or a beginning of this candidate was taken back. Somebody else decides about the result.',
    ],
    fr: [
      'Appel modifié après coup',
      'Une absence, une admission ou un début de ce candidat a été retiré. Une autre personne doit décider du résultat.',
    ],
    ar: ['غُير النداء لاحقا', 'سُحب تسجيل غياب المترشح أو دخوله أو بدايته. يبت شخص آخر في النتيجة.'],
  },
  ROLL_CALL_RECORDED_LATE: {
    en: [
      'The roll-call was recorded late',
      'The candidate’s admission or beginning was recorded long after it happened. Somebody else decides about the result.',
    ],
    fr: [
      'Appel enregistré tardivement',
      'L’admission ou le début du candidat a été enregistré longtemps après. Une autre personne doit décider du résultat.',
    ],
    ar: ['سُجل النداء متأخرا', 'سُجل دخول المترشح أو بدايته بعد وقوعه بمدة طويلة. يبت شخص آخر في النتيجة.'],
  },
  TEACHER_PROCTORED: {
    en: [
      'A teacher proctored',
      'A proctor of the sitting teaches, or taught, this candidate. Somebody else decides about the result.',
    ],
    fr: [
      'Surveillé par un formateur du candidat',
      'Un surveillant de la séance forme, ou a formé, ce candidat. Une autre personne doit décider du résultat.',
    ],
    ar: ['راقبه مكونه', 'أحد مراقبي الجلسة يكوّن هذا المترشح أو كوّنه. يبت شخص آخر في النتيجة.'],
  },
  ANOTHER_RESULT_WAITS: {
    en: [
      'Another result waits',
      'A result of another registration of this candidate for the exam waits for a decision. Somebody else decides about this one.',
    ],
    fr: [
      'Un autre résultat attend',
      'Un résultat d’une autre inscription du candidat à cet examen attend une décision. Une autre personne doit décider de celui-ci.',
    ],
    ar: ['نتيجة أخرى تنتظر', 'تنتظر نتيجة تسجيل آخر للمترشح في هذا الامتحان قرارا. يبت شخص آخر في هذه النتيجة.'],
  },
  TOO_SOON: {
    en: ['Too soon', 'The result came sooner after the start than this exam takes at least, by the rules of exams.'],
    fr: [
      'Résultat trop précoce',
      'Le résultat est arrivé avant la durée minimale de cet examen, selon les règles des examens.',
    ],
    ar: ['نتيجة سابقة لأوانها', 'وصلت النتيجة قبل انقضاء أدنى مدة لهذا الامتحان، وفق قواعد الامتحانات.'],
  },
  ALREADY_ADMITTED: {
    en: ['Already admitted', 'The candidate was admitted to the sitting.'],
    fr: ['Déjà admis', 'Le candidat a déjà été admis à la séance.'],
    ar: ['قُبل دخوله من قبل', 'قُبل دخول المترشح إلى الجلسة من قبل.'],
  },
  RECORD_IS_REVOKED: {
    status: 409,
    en: ['The record was taken back', 'It no longer counts; the first reason for it stays.'],
    fr: ['Enregistrement déjà retiré', 'Il ne compte plus ; le premier motif reste.'],
    ar: ['سُحب التسجيل', 'لم يعد يُحتسب، ويبقى السبب الأول.'],
  },
  ALREADY_INTERRUPTED: {
    en: ['Already interrupted', 'The exam is interrupted; it has to be resumed first.'],
    fr: ['Déjà interrompu', 'L’examen est interrompu ; il faut d’abord le reprendre.'],
    ar: ['متوقف من قبل', 'الامتحان متوقف ويجب استئنافه أولا.'],
  },
  NOT_INTERRUPTED: {
    status: 409,
    en: ['Not interrupted', 'Only an exam that was interrupted can be resumed.'],
    fr: ['Examen non interrompu', 'Seul un examen interrompu peut être repris.'],
    ar: ['امتحان غير متوقف', 'لا يُستأنف إلا امتحان متوقف.'],
  },
  RESUME_TOO_LATE: {
    status: 409,
    en: ['Too late to resume', 'The exam could be resumed until {resumableUntil}.'],
    fr: ['Reprise trop tardive', 'L’examen pouvait être repris jusqu’au {resumableUntil}.'],
    ar: ['فات أجل الاستئناف', 'كان الاستئناف ممكنا إلى غاية {resumableUntil}.'],
  },
  IDENTITY_NOT_SHOWN: {
    en: ['Identity not shown', 'Say which identity document the candidate showed.'],
    fr: ['Identité non justifiée', 'Indiquez la pièce d’identité présentée par le candidat.'],
    ar: ['لم تُثبت الهوية', 'حددوا وثيقة الهوية التي أدلى بها المترشح.'],
  },
  NDA_NOT_ACCEPTED: {
    en: ['The exam agreement was not accepted', 'The candidate has to accept the confidentiality agreement.'],
    fr: ['Engagement non accepté', 'Le candidat doit accepter l’engagement de confidentialité.'],
    ar: ['لم يُقبل الالتزام', 'على المترشح قبول الالتزام بالسرية.'],
  },
  REASON_MISSING: {
    en: ['The reason is missing', 'Say what happened.'],
    fr: ['Motif manquant', 'Indiquez ce qui s’est passé.'],
    ar: ['السبب ناقص', 'بينوا ما حدث.'],
  },
  TOO_FEW_PROCTORS_PRESENT: {
    en: ['Too few proctors are present', 'The presence of enough proctors has to be recorded first.'],
    fr: ['Surveillants présents insuffisants', 'Enregistrez d’abord la présence d’assez de surveillants.'],
    ar: ['المراقبون الحاضرون غير كافين', 'سجلوا أولا حضور عدد كاف من المراقبين.'],
  },
  NOT_A_PROCTOR_HERE: {
    en: ['You do not proctor here', 'You are no proctor of this sitting.'],
    fr: ['Vous ne surveillez pas cette séance', 'Vous n’êtes pas surveillant de cette séance.'],
    ar: ['لستم مراقبا هنا', 'لستم من مراقبي هذه الجلسة.'],
  },
  PRESENCE_IS_NOT_YOURS_TO_RECORD: {
    en: ['Not your own presence', 'A proctor records the own presence only.'],
    fr: ['Présence d’une autre personne', 'Un surveillant n’enregistre que sa propre présence.'],
    ar: ['حضور شخص آخر', 'لا يسجل المراقب إلا حضوره.'],
  },
  RECORD_IS_YOUR_OWN: {
    en: ['It concerns yourself', 'Nobody records the own exam.'],
    fr: ['Cela vous concerne vous-même', 'Nul n’enregistre son propre examen.'],
    ar: ['الأمر يخصكم', 'لا يسجل أحد امتحانه.'],
  },
  RECORD_ID_REUSED: {
    en: ['This identifier was used already', 'Another record has it. Give a new one.'],
    fr: ['Identifiant déjà utilisé', 'Un autre enregistrement le porte. Donnez-en un nouveau.'],
    ar: ['معرف مستعمل من قبل', 'يحمله تسجيل آخر. أعطوا معرفا جديدا.'],
  },
  RECORD_NEEDS_ANOTHER: {
    status: 403,
    en: [
      'Somebody else takes this record back',
      'What a proctor recorded is taken back by the region or the programme, or by who recorded it within ten minutes.',
    ],
    fr: [
      'Un autre annule cet enregistrement',
      'Ce qu’un surveillant a enregistré est annulé par la région ou le programme, ou par son auteur dans les dix minutes.',
    ],
    ar: ['يسحب هذا التسجيل شخص آخر', 'ما سجله المراقب تسحبه الجهة أو البرنامج، أو يسحبه من سجله خلال عشر دقائق.'],
  },
  RESULT_HAS_ARRIVED: {
    status: 409,
    en: [
      'A result has arrived',
      'The exam has a result, in force or waiting for a decision: it is not interrupted, and does not go on, any more.',
    ],
    fr: [
      'Un résultat est arrivé',
      'L’examen a un résultat, enregistré ou en attente de décision : il ne s’interrompt ni ne reprend plus.',
    ],
    ar: ['وصلت نتيجة', 'للامتحان نتيجة مسجلة أو تنتظر القرار: لا يُقطع بعد ذلك ولا يُستأنف.'],
  },
  RECORD_IS_RELIED_ON: {
    status: 409,
    en: ['Later records rest on it', 'Take back first what was recorded after it.'],
    fr: ['Des enregistrements en dépendent', 'Annulez d’abord ce qui a été enregistré ensuite.'],
    ar: ['تسجيلات لاحقة تعتمد عليه', 'ألغوا أولا ما سُجل بعده.'],
  },
} satisfies Entries;

/** Results, appeals and the rules of retakes. */
export const RESULTS = {
  RESULT_REJECTED: {
    en: ['This result was rejected', 'The same result was rejected by a decision.'],
    fr: ['Résultat rejeté', 'Le même résultat a été rejeté par une décision.'],
    ar: ['نتيجة مرفوضة', 'رُفضت النتيجة نفسها بقرار.'],
  },
  RESULT_CONFLICT: {
    en: [
      'Another result is kept',
      'Its score or its start contradicts the result that is recorded, or that waits for a decision. Have that corrected, or rejected.',
    ],
    fr: [
      'Résultat contradictoire',
      'Sa note ou son heure de début contredit le résultat enregistré, ou en attente de décision. Faites corriger ou rejeter celui-ci.',
    ],
    ar: ['نتيجة متضاربة', 'تناقض نقطتها أو بدايتها النتيجة المسجلة أو المنتظرة. اطلبوا تصحيح تلك أو رفضها.'],
  },
  REGISTRATION_NOT_BOOKED: {
    en: [
      'The registration has no seat',
      'The registration was given up, or has no seat yet. Somebody else decides about the result.',
    ],
    fr: [
      'Inscription sans place',
      'L’inscription a été annulée, ou n’a pas encore de place. Une autre personne doit décider du résultat.',
    ],
    ar: ['تسجيل بلا مقعد', 'أُلغي التسجيل أو ليس له مقعد بعد. يبت شخص آخر في النتيجة.'],
  },
  REGISTRATION_UNKNOWN: {
    en: ['Unknown registration', 'No registration fits this result.'],
    fr: ['Inscription inconnue', 'Aucune inscription ne correspond à ce résultat.'],
    ar: ['تسجيل غير معروف', 'لا يوجد تسجيل يوافق هذه النتيجة.'],
  },
  NEVER_SAT: {
    en: ['The exam was not sat', 'The candidate is recorded as absent. Somebody else decides about the result.'],
    fr: ['Examen non passé', 'Le candidat est enregistré comme absent. Une autre personne doit décider du résultat.'],
    ar: ['لم يُجتز الامتحان', 'المترشح مسجل غائبا. يبت شخص آخر في النتيجة.'],
  },
  SENT_FOR_ANOTHER_SITTING: {
    en: ['Sent for another sitting', 'The registration has been moved to another sitting since.'],
    fr: ['Envoyé pour une autre séance', 'L’inscription a depuis été déplacée vers une autre séance.'],
    ar: ['أُرسلت لجلسة أخرى', 'نُقل التسجيل بعد ذلك إلى جلسة أخرى.'],
  },
  SITTING_NOT_BEGUN: {
    en: ['The sitting has not begun', 'There is no result before its sitting.'],
    fr: ['Séance pas encore commencée', 'Il n’y a pas de résultat avant la séance.'],
    ar: ['لم تبدأ الجلسة', 'لا نتيجة قبل الجلسة.'],
  },
  STARTED_OUTSIDE_SITTING: {
    en: ['Started outside the sitting', 'The exam’s start lies outside the hours of the sitting.'],
    fr: ['Début hors de la séance', 'Le début de l’examen est en dehors de l’horaire de la séance.'],
    ar: ['بداية خارج الجلسة', 'بداية الامتحان خارج توقيت الجلسة.'],
  },
  EXAM_WAS_INTERRUPTED: {
    en: ['The exam was interrupted', 'The exam was interrupted, and has not gone on so far.'],
    fr: ['Examen interrompu', 'L’examen a été interrompu et n’a pas encore repris.'],
    ar: ['توقف الامتحان', 'توقف الامتحان ولم يُستأنف بعد.'],
  },
  EXAM_GOES_ON_ELSEWHERE: {
    en: ['The exam goes on in another sitting', 'The exam was interrupted, and goes on at {startsAt}.'],
    fr: ['L’examen reprend dans une autre séance', 'L’examen a été interrompu ; il reprend le {startsAt}.'],
    ar: ['يستأنف الامتحان في جلسة أخرى', 'توقف الامتحان، ويستأنف في {startsAt}.'],
  },
  FAILURE_BECOMES_PASS: {
    en: ['A failure would become a pass', 'Somebody else decides about this result.'],
    fr: ['Un échec deviendrait une réussite', 'Une autre personne doit décider de ce résultat.'],
    ar: ['رسوب يصير نجاحا', 'يبت شخص آخر في هذه النتيجة.'],
  },
  PASS_BECOMES_FAILURE: {
    en: ['A pass would become a failure', 'Somebody else decides about this correction.'],
    fr: ['Une réussite deviendrait un échec', 'Une autre personne doit décider de cette correction.'],
    ar: ['نجاح يصير رسوبا', 'يبت شخص آخر في هذا التصحيح.'],
  },
  NO_RESULT: {
    status: 409,
    en: ['There is no result', 'No result of this exam is in force: there is none to correct or to appeal.'],
    fr: ['Aucun résultat', 'Aucun résultat de cet examen ne fait foi : il n’y en a pas à corriger ni à contester.'],
    ar: ['لا نتيجة', 'لا نتيجة معتمدة لهذا الامتحان: لا شيء يُصحح أو يُتظلم منه.'],
  },
  CORRECTION_CHANGES_NOTHING: {
    status: 409,
    en: ['The correction changes nothing', 'This score and start are recorded already, as revision {revision}.'],
    fr: ['La correction ne change rien', 'Cette note et ce début sont déjà enregistrés (révision {revision}).'],
    ar: ['التصحيح لا يغير شيئا', 'هذه النقطة وهذه البداية مسجلتان من قبل (المراجعة {revision}).'],
  },
  RESULT_WAS_CORRECTED: {
    status: 409,
    en: [
      'The result was corrected meanwhile',
      'Revision {revision} holds now. Read it, and say that it is the one to correct.',
    ],
    fr: [
      'Résultat corrigé entre-temps',
      'La révision {revision} fait foi à présent. Consultez-la et indiquez que c’est elle qui est à corriger.',
    ],
    ar: [
      'صُححت النتيجة في هذه الأثناء',
      'المراجعة {revision} هي المعتمدة الآن. اطلعوا عليها وبينوا أنها المراد تصحيحها.',
    ],
  },
  CORRECTION_IS_HELD: {
    status: 409,
    en: ['The correction waits already', 'You sent the very same; somebody else decides about it.'],
    fr: ['Correction déjà en attente', 'Vous avez envoyé la même ; une autre personne en décide.'],
    ar: ['التصحيح في الانتظار من قبل', 'أرسلتم التصحيح نفسه، ويبت فيه شخص آخر.'],
  },
  RESULT_IS_YOUR_OWN: {
    status: 403,
    en: ['Not for you to decide', 'Somebody else decides than who sent it or set a pass mark that is in doubt.'],
    fr: ['Pas à vous de décider', 'Ni l’expéditeur ni qui a fixé un seuil en cause ne décide.'],
    ar: ['ليس لكم البت فيها', 'يبت فيها شخص آخر غير مرسلها وغير من حدد عتبة محل شك.'],
  },
  RESULT_IS_DECIDED: {
    status: 409,
    en: ['The result was decided about', 'It is “{state}” already.'],
    fr: ['Résultat déjà tranché', 'Il est déjà à l’état « {state} ».'],
    ar: ['بُت في النتيجة', 'حالتها الآن «{state}».'],
  },
  APPEAL_TOO_LATE: {
    status: 409,
    en: ['Too late for an appeal', 'An appeal was possible until {until}.'],
    fr: ['Recours trop tardif', 'Le recours était possible jusqu’au {until}.'],
    ar: ['فات أجل التظلم', 'كان التظلم ممكنا إلى غاية {until}.'],
  },
  RESULT_WAS_APPEALED: {
    status: 409,
    en: [
      'The result was appealed already',
      'A candidate appeals a result once, and so does the academy where nobody has; a correction may be appealed in turn.',
    ],
    fr: [
      'Recours déjà déposé',
      'Un candidat dépose un seul recours contre un résultat, et l’établissement un seul si nul ne l’a fait ; une correction peut en faire l’objet à son tour.',
    ],
    ar: [
      'سبق التظلم من النتيجة',
      'يتظلم المترشح من النتيجة مرة واحدة، وكذلك المؤسسة إن لم يتظلم منها أحد، ويجوز التظلم من تصحيحها.',
    ],
  },
  APPEAL_STATE_FORBIDS: {
    status: 409,
    en: ['The state of the appeal does not allow it', 'It is “{from}” and cannot become “{to}”.'],
    fr: ['L’état du recours ne le permet pas', 'De l’état « {from} », il ne peut pas passer à « {to} ».'],
    ar: ['حالة التظلم لا تسمح بذلك', 'لا يمكن الانتقال من حالة «{from}» إلى حالة «{to}».'],
  },
  APPEAL_NEEDS_ANOTHER: {
    status: 409,
    en: ['Somebody else has to decide', 'Neither who sent or decided about the result nor who appeals decides.'],
    fr: [
      'Une autre personne doit décider',
      'Ni l’auteur du résultat ou de sa décision, ni celui du recours ne décide.',
    ],
    ar: ['يجب أن يبت شخص آخر', 'لا يبت مرسل النتيجة ولا من بت فيها ولا المتظلم.'],
  },
  APPEAL_CHANGES_NOTHING: {
    status: 409,
    en: ['The score is missing', 'An appeal that is accepted corrects the result: say the score.'],
    fr: ['Note manquante', 'Un recours accepté corrige le résultat : indiquez la note.'],
    ar: ['النقطة ناقصة', 'التظلم المقبول يصحح النتيجة: حددوا النقطة.'],
  },
  PAST_ATTEMPT_IS_REVOKED: {
    status: 409,
    en: ['The attempt was taken back', 'It no longer counts; the first reason for it stays.'],
    fr: ['Passage déjà retiré', 'Il ne compte plus ; le premier motif reste.'],
    ar: ['سُحبت المحاولة', 'لم تعد تُحتسب، ويبقى السبب الأول.'],
  },
  RETAKE_FAMILY_UNKNOWN: {
    status: 422,
    en: ['Unknown family of exams', 'No rules for retakes are kept for {family}.'],
    fr: ['Famille d’examens inconnue', 'Aucune règle de nouveau passage n’existe pour {family}.'],
    ar: ['صنف امتحانات غير معروف', 'لا قواعد إعادة مسجلة لصنف {family}.'],
  },
  RETAKE_FAMILY_EXISTS: {
    status: 409,
    en: ['This family exists', 'A family of exams has this name already.'],
    fr: ['Famille déjà existante', 'Une famille d’examens porte déjà ce nom.'],
    ar: ['الصنف موجود', 'يحمل صنف امتحانات آخر هذا الاسم.'],
  },
  RETAKE_POLICY_EXISTS: {
    status: 409,
    en: ['Rules from that day exist', 'Rules hold from that day already, and they stay as they were written.'],
    fr: ['Des règles existent à cette date', 'Des règles valent déjà à partir de ce jour et ne changent plus.'],
    ar: ['توجد قواعد لهذا التاريخ', 'تسري قواعد ابتداء من ذلك اليوم ولا تتغير.'],
  },
} satisfies Entries;
