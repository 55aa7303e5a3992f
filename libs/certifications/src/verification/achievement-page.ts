import type { Achievement, AchievementKind } from '../credentials/openbadge-credential.js';
import { isolated, page, type Language } from './page.js';

type Words = {
  title: string;
  name: string;
  kind: string;
  criteria: string;
  unknown: string;
  kinds: Record<AchievementKind, [name: string, criteria: string]>;
};

const WORDS: Record<Language, Words> = {
  fr: {
    title: 'Ce qu’un certificat atteste',
    name: 'Intitulé',
    kind: 'Nature',
    criteria: 'Conditions',
    unknown: 'Aucun intitulé ne porte ce nom.',
    kinds: {
      exam: ['Examen réussi', 'Réussir l’examen, surveillé, avec la note que demande son éditeur.'],
      certification: ['Certification', 'Réussir, sous surveillance, tous les examens que demande la certification.'],
      'trainer-qualification': [
        'Qualification de formateur',
        'Présenter la qualification à l’académie qui l’enregistre, ou achever le plan de perfectionnement.',
      ],
      'digital-literacy': [
        'Programme d’alphabétisation numérique de 30 heures',
        'Suivre 30 heures enregistrées et réussir l’évaluation qui les clôt.',
      ],
    },
  },
  ar: {
    title: 'ما تشهد به الشهادة',
    name: 'الموضوع',
    kind: 'النوع',
    criteria: 'الشروط',
    unknown: 'لا يوجد موضوع بهذا الاسم.',
    kinds: {
      exam: ['امتحان ناجح', 'النجاح في الامتحان، تحت المراقبة، بالنقطة التي يطلبها ناشره.'],
      certification: ['شهادة مهنية', 'النجاح، تحت المراقبة، في كل الامتحانات التي تتطلبها الشهادة.'],
      'trainer-qualification': [
        'تأهيل مكوّن',
        'تقديم ما يثبت التأهيل إلى الأكاديمية التي تسجله، أو إتمام برنامج استكمال التكوين.',
      ],
      'digital-literacy': [
        'برنامج محو الأمية الرقمية من 30 ساعة',
        'متابعة 30 ساعة مسجلة والنجاح في التقييم الذي يختتمها.',
      ],
    },
  },
  en: {
    title: 'What a credential attests',
    name: 'Credential',
    kind: 'Kind',
    criteria: 'Criteria',
    unknown: 'Nothing has this name.',
    kinds: {
      exam: ['Passed exam', 'Pass the exam with the score that its vendor asks for, under proctoring.'],
      certification: ['Certification', 'Pass every exam that the certification asks for, under proctoring.'],
      'trainer-qualification': [
        'Trainer qualification',
        'Show the qualification to the academy that records it, or complete the upskilling plan.',
      ],
      'digital-literacy': [
        'Digital literacy programme of 30 hours',
        'Follow 30 recorded hours and pass the evaluation that ends them.',
      ],
    },
  },
};

/** The page under an achievement's address: what it is and what it asks for, or that there is none. */
export function achievementPage(language: Language, achievement: Achievement | undefined): string {
  const { title, unknown, kinds, ...words } = WORDS[language];
  if (!achievement) return page(language, title, `<p class="verdict unknown" role="status">${unknown}</p>`);
  const [kind, criteria] = kinds[achievement.kind];
  const names = [achievement.name, ...(achievement.nameAr ? [achievement.nameAr] : [])];
  const rows = Object.entries({ name: names, kind: [kind], criteria: [criteria] });
  const told = rows.map(
    ([name, values]) => `<dt>${words[name as keyof typeof words]}</dt><dd>${values.map(isolated).join('')}</dd>`,
  );
  return page(language, title, `<dl>${told.join('')}</dl>`);
}
