import type { Entries } from './entry.js';

/** Sittings, their rooms and proctors. */
export const SITTINGS = {
  EXAM_UNKNOWN: {
    status: 422,
    en: ['Unknown exam', 'No exam has the code {examCode}.'],
    fr: ['Examen inconnu', 'Aucun examen ne porte le code {examCode}.'],
    ar: ['امتحان غير معروف', 'لا يوجد امتحان بالرمز {examCode}.'],
  },
  RAMADANS_OVERLAP: {
    status: 409,
    en: ['Another Ramadan has these days', 'The Ramadan of {hijriYear} has days of this one. Correct that one first.'],
    fr: ['Jours d’un autre Ramadan', 'Le Ramadan de {hijriYear} occupe des jours de celui-ci. Corrigez-le d’abord.'],
    ar: ['أيام رمضان آخر', 'يشمل رمضان سنة {hijriYear} أياما من هذا. صححوه أولا.'],
  },
  ROOM_UNKNOWN: {
    status: 422,
    en: ['Unknown room', 'This academy has no open room of this identifier.'],
    fr: ['Salle inconnue', 'Cet établissement n’a pas de salle ouverte de cet identifiant.'],
    ar: ['قاعة غير معروفة', 'لا تتوفر هذه المؤسسة على قاعة مفتوحة بهذا المعرف.'],
  },
  ACADEMY_NOT_READY: {
    status: 409,
    en: [
      'The academy is not ready for exams',
      'On {on} it is ready by {score} of 100, and {minimum} are asked for. Have what is missing proven.',
    ],
    fr: [
      'L’établissement n’est pas prêt pour des examens',
      'Le {on}, il l’est à {score} sur 100 ; il en faut {minimum}. Faites constater ce qui manque.',
    ],
    ar: ['المؤسسة غير جاهزة للامتحانات', 'جاهزيتها في {on} هي {score} من 100، والمطلوب {minimum}. أثبتوا ما ينقص.'],
  },
  ROOM_IS_TOO_SMALL: {
    status: 409,
    en: ['The room is too small', 'It has {workstations} workstations. Choose a larger one or fewer seats.'],
    fr: ['Salle trop petite', 'Elle compte {workstations} postes. Choisissez-en une plus grande ou moins de places.'],
    ar: ['القاعة صغيرة جدا', 'فيها {workstations} محطة عمل. اختاروا قاعة أكبر أو مقاعد أقل.'],
  },
  ROOM_IS_TAKEN: {
    status: 409,
    en: ['The room is taken', 'Another sitting uses it then. Choose another room or time.'],
    fr: ['Salle occupée', 'Une autre séance s’y tient alors. Choisissez une autre salle ou un autre horaire.'],
    ar: ['القاعة محجوزة', 'تُعقد فيها جلسة أخرى حينها. اختاروا قاعة أو وقتا آخر.'],
  },
  ROOM_IS_CLOSED_THEN: {
    status: 409,
    en: ['The room is closed then', 'The room is not open for all of it: {why}.'],
    fr: ['Salle fermée à ce moment', 'La salle n’est pas ouverte pendant tout ce temps : {why}.'],
    ar: ['القاعة مغلقة حينها', 'القاعة ليست مفتوحة طوال هذا الوقت: {why}.'],
  },
  ROOM_WAS_CLOSED: {
    en: ['The room was closed', 'The room of the sitting is no longer in use.'],
    fr: ['Salle fermée', 'La salle de la séance n’est plus utilisée.'],
    ar: ['أُغلقت القاعة', 'لم تعد قاعة الجلسة مستعملة.'],
  },
  ROOM_HAS_FEWER_WORKSTATIONS: {
    en: ['The room has fewer workstations', 'There are no longer enough for all candidates.'],
    fr: ['La salle a moins de postes', 'Il n’y en a plus assez pour tous les candidats.'],
    ar: ['نقص عدد محطات العمل', 'لم تعد كافية لجميع المترشحين.'],
  },
  ACADEMY_WAS_CLOSED: {
    status: 409,
    en: ['The academy left the programme', 'The academy no longer takes part in the programme.'],
    fr: ['Établissement sorti du programme', 'L’établissement ne participe plus au programme.'],
    ar: ['غادرت المؤسسة البرنامج', 'لم تعد المؤسسة مشاركة في البرنامج.'],
  },
  PROCTOR_IS_TAKEN: {
    status: 409,
    en: ['A proctor is taken', 'A proctor watches or sits an exam elsewhere then.'],
    fr: ['Surveillant indisponible', 'Un surveillant surveille ou passe un autre examen à ce moment.'],
    ar: ['مراقب غير متاح', 'يحرس أحد المراقبين امتحانا آخر أو يجتازه حينها.'],
  },
  PROCTOR_IS_GONE: {
    en: ['A proctor is missing', 'A proctor of the sitting may no longer proctor.'],
    fr: ['Surveillant manquant', 'Un surveillant de la séance ne peut plus surveiller.'],
    ar: ['مراقب ناقص', 'لم يعد أحد مراقبي الجلسة مخولا للحراسة.'],
  },
  PROCTOR_MAY_NOT_PROCTOR: {
    status: 409,
    en: ['A proctor may not proctor', 'No proctor training holds on {on}, or the person has left.'],
    fr: [
      'Surveillant non habilité',
      'Sa formation de surveillant n’est pas valable le {on}, ou la personne est partie.',
    ],
    ar: ['مراقب غير مؤهل', 'تكوينه في الحراسة غير صالح في {on}، أو أنه غادر.'],
  },
  PROCTOR_TAUGHT_CANDIDATES: {
    status: 409,
    en: ['A proctor taught candidates', 'A candidate’s teacher does not watch the exam. Choose another proctor.'],
    fr: [
      'Surveillant et formateur des candidats',
      'Un formateur ne surveille pas ses candidats. Choisissez un autre surveillant.',
    ],
    ar: ['المراقب كوّن مترشحين', 'لا يحرس المكون مترشحيه. اختاروا مراقبا آخر.'],
  },
  TOO_FEW_PROCTORS: {
    status: 409,
    en: ['Too few proctors', '{needed} are needed: one for every {seatsPerProctor} seats.'],
    fr: ['Surveillants insuffisants', 'Il en faut {needed} : un pour {seatsPerProctor} places.'],
    ar: ['عدد المراقبين غير كاف', 'يلزم {needed}: واحد لكل {seatsPerProctor} مقعدا.'],
  },
  SEATS_BELOW_BOOKED: {
    status: 409,
    en: ['More seats are booked', '{booked} seats are booked: there cannot be fewer.'],
    fr: ['Moins de places que d’inscrits', '{booked} places sont réservées : il ne peut y en avoir moins.'],
    ar: ['المقاعد أقل من المحجوز', '{booked} مقعدا محجوزا، فلا يمكن النزول عن هذا العدد.'],
  },
  SITTING_IS_IN_THE_PAST: {
    status: 409,
    en: ['The sitting is in the past', 'Choose a time that is still to come.'],
    fr: ['Séance passée', 'Choisissez un horaire à venir.'],
    ar: ['جلسة فات وقتها', 'اختاروا وقتا لم يحن بعد.'],
  },
  SITTING_IS_TOO_SHORT: {
    status: 409,
    en: ['The sitting is too short', 'The exam takes {needed} minutes; the sitting has {minutes}.'],
    fr: ['Séance trop courte', 'L’examen demande {needed} minutes ; la séance en dure {minutes}.'],
    ar: ['جلسة قصيرة جدا', 'يتطلب الامتحان {needed} دقيقة ومدة الجلسة {minutes} دقيقة.'],
  },
  SITTING_WAS_CANCELLED: {
    en: ['The sitting was cancelled', 'The sitting does not take place.'],
    fr: ['Séance annulée', 'La séance n’a pas lieu.'],
    ar: ['أُلغيت الجلسة', 'لن تُعقد هذه الجلسة.'],
  },
  ZONE_RULES_CHANGED: {
    en: ['The legal time changed', 'The sitting moved with the legal time of Morocco.'],
    fr: ['Changement d’heure légale', 'La séance a été déplacée avec l’heure légale du Maroc.'],
    ar: ['تغيرت الساعة القانونية', 'غُير وقت الجلسة تبعا للساعة القانونية بالمغرب.'],
  },
} satisfies Entries;
