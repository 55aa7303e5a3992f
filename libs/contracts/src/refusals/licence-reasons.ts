import type { Entries } from './entry.js';

/** Why somebody has no licence, beside what rules and runs refuse by a code of their own. */
export const LICENCE_REASONS = {
  NO_RULE_ENTITLES: {
    en: [
      'No rule entitles to a licence',
      'No rule in force covers the person. See which came near, and what they lack.',
    ],
    fr: [
      'Aucune règle ne donne droit à une licence',
      'Aucune règle en vigueur ne couvre la personne. Voyez lesquelles en sont proches et ce qui leur manque.',
    ],
    ar: ['لا قاعدة تخول ترخيصا', 'لا تشمل الشخص أي قاعدة سارية. اطلعوا على أقرب القواعد وما ينقصها.'],
  },
  ENTITLEMENT_HAS_ENDED: {
    en: ['The entitlement has ended', 'The person was entitled to {sku} and is no longer.'],
    fr: ['Droit à la licence éteint', 'La personne avait droit à {sku} et n’y a plus droit.'],
    ar: ['انتهى الحق في الترخيص', 'كان للشخص الحق في {sku} ولم يعد له.'],
  },
  ENTITLEMENT_RESTS: {
    en: ['The entitlement is recent', 'A change rests before it costs a licence: until {restsUntil}.'],
    fr: ['Droit récent', 'Un changement repose avant de consommer une licence : jusqu’au {restsUntil}.'],
    ar: ['حق حديث', 'يُنتظر قبل أن يستهلك التغيير ترخيصا: إلى غاية {restsUntil}.'],
  },
  GIVEN_BY_HAND_ONLY: {
    en: ['Given by hand', 'The rule “{rule}” gives {sku} only where somebody starts a run.'],
    fr: ['Attribution manuelle', 'La règle « {rule} » n’attribue {sku} que si une opération est lancée.'],
    ar: ['إسناد يدوي', 'لا تسند القاعدة «{rule}» الترخيص {sku} إلا بإطلاق عملية.'],
  },
  LICENCE_IS_DUE: {
    en: ['The licence is due', 'The person is entitled, and the next run gives the licence.'],
    fr: ['Licence à venir', 'La personne y a droit et la prochaine opération attribuera la licence.'],
    ar: ['ترخيص مرتقب', 'للشخص الحق فيه وستسنده العملية المقبلة.'],
  },
  NO_TENANT_FOR_REGION: {
    en: ['No Microsoft organisation for the region', 'No tenant holds the accounts of the region {region}.'],
    fr: ['Aucun locataire Microsoft pour la région', 'Aucun locataire ne gère les comptes de la région {region}.'],
    ar: ['لا مستأجر لدى Microsoft للجهة', 'لا يوجد مستأجر لحسابات الجهة {region}.'],
  },
  NO_ACCOUNT_IN_TENANT: {
    en: [
      'No account at Microsoft',
      'The directory holds no account {account}. The run that gives the licence makes it.',
    ],
    fr: [
      'Aucun compte chez Microsoft',
      'L’annuaire ne contient pas le compte {account}. L’opération qui attribue la licence le crée.',
    ],
    ar: ['لا حساب لدى Microsoft', 'لا يتضمن الدليل الحساب {account}. تنشئه العملية التي تسند الترخيص.'],
  },
  NO_LICENCE_LEFT: {
    en: ['Too few licences left', 'Of {seats} licences of {sku}, {used} are in use.'],
    fr: ['Licences insuffisantes', 'Sur {seats} licences {sku}, {used} sont utilisées.'],
    ar: ['تراخيص غير كافية', 'من أصل {seats} ترخيص {sku} يُستعمل {used}.'],
  },
  RUN_COULD_NOT_BEGIN: {
    en: ['The run could not begin', 'The run that was to give {sku} was refused: {said}.'],
    fr: ['L’opération n’a pas pu commencer', 'L’opération qui devait attribuer {sku} a été refusée : {said}.'],
    ar: ['تعذر بدء العملية', 'رُفضت العملية التي كانت ستسند {sku}: {said}.'],
  },
  WAITS_IN_RUN: {
    en: ['Waiting in a run', 'A run is to give {sku}. It is “{runState}”, and at most {ahead} persons come first.'],
    fr: [
      'En attente dans une opération',
      'Une opération doit attribuer {sku}. Son état est « {runState} », et {ahead} personnes au plus passent avant.',
    ],
    ar: ['في انتظار عملية', 'ستسند عملية الترخيص {sku}. حالتها «{runState}» ويسبقه {ahead} شخصا على الأكثر.'],
  },
  REFUSED_BY_MICROSOFT: {
    en: ['Refused by Microsoft', 'Microsoft did not give {sku} on {at}: {said}.'],
    fr: ['Refus de Microsoft', 'Microsoft n’a pas attribué {sku} le {at} : {said}.'],
    ar: ['رفض من Microsoft', 'لم تسند Microsoft الترخيص {sku} في {at}: {said}.'],
  },
  LEFT_OUT_OF_RUN: {
    en: ['Left out of a run', 'The run of {at} left the person out: {said}.'],
    fr: ['Écartée d’une opération', 'L’opération du {at} a écarté la personne : {said}.'],
    ar: ['مستبعد من عملية', 'استبعدت عملية {at} الشخص: {said}.'],
  },
  RUN_WAS_CANCELLED: {
    en: ['The run was cancelled', 'The run that was to give {sku} was cancelled on {at}.'],
    fr: ['Opération annulée', 'L’opération qui devait attribuer {sku} a été annulée le {at}.'],
    ar: ['عملية ملغاة', 'أُلغيت العملية التي كانت ستسند {sku} في {at}.'],
  },
  REVOKED_BY_RUN: {
    en: ['Taken back', 'A run took {sku} back on {at}.'],
    fr: ['Licence retirée', 'Une opération a retiré {sku} le {at}.'],
    ar: ['ترخيص مسحوب', 'سحبت عملية الترخيص {sku} في {at}.'],
  },
} satisfies Entries;
