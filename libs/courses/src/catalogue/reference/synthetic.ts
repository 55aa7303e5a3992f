import { type Topic, TOPICS } from '@takwin/contracts/topics';
import { stableId } from '@takwin/platform/schema';
import type { CourseSeed } from './course-seed.js';

type Form = { fr: string; ar: string; en: string; level: string; hours: number };

const form = (fr: string, ar: string, en: string, level: string, hours: number): Form => ({ fr, ar, en, level, hours });

const FORMS: readonly Form[] = [
  form('Découverte', 'اكتشاف', 'Discovery', 'beginner', 6),
  form('Initiation', 'مدخل', 'Introduction', 'beginner', 12),
  form('Bases', 'أساسيات', 'Basics', 'beginner', 15),
  form('Remise à niveau', 'دعم واستدراك', 'Refresher', 'beginner', 18),
  form('Bonnes pratiques', 'ممارسات جيدة', 'Good practice', 'beginner', 4.5),
  form('Consolidation', 'تعزيز المكتسبات', 'Consolidation', 'intermediate', 20),
  form('Atelier pratique', 'ورشة تطبيقية', 'Workshop', 'intermediate', 7.5),
  form('Étude de cas', 'دراسة حالة', 'Case study', 'intermediate', 10),
  form('Dépannage', 'حل الأعطاب', 'Troubleshooting', 'intermediate', 9),
  form('Préparation à la certification', 'التحضير للشهادة', 'Certification preparation', 'intermediate', 24),
  form('Classe inversée', 'القسم المعكوس', 'Flipped class', 'intermediate', 14),
  form('Perfectionnement', 'استكمال الخبرة', 'Advanced course', 'advanced', 30),
  form('Projet encadré', 'مشروع مؤطر', 'Guided project', 'advanced', 40),
  form('Didactique', 'ديداكتيك', 'Teaching methods', 'advanced', 12),
  form('Évaluation des acquis', 'تقييم المكتسبات', 'Assessment', 'advanced', 3),
];

const AUDIENCES = [
  { fr: 'stagiaires', ar: 'المتدربون', en: 'trainees' },
  { fr: 'formateurs', ar: 'المكونون', en: 'trainers' },
  { fr: 'personnel', ar: 'المستخدمون', en: 'staff' },
  { fr: 'grand public', ar: 'العموم', en: 'public' },
] as const;

const LANGUAGES = [['fr'], ['fr', 'ar'], ['ar']] as const;

/**
 * Made-up courses that bring the catalogue to the convention's 1,500: every topic in every form for every audience,
 * with titles in three languages. Each says that it is synthetic.
 */
export function syntheticCourses(): CourseSeed[] {
  const topics = Object.keys(TOPICS) as Topic[];
  const all = FORMS.flatMap((form) =>
    AUDIENCES.flatMap((audience) => topics.map((topic) => ({ form, audience, topic }))),
  );
  return all.map(({ form, audience, topic }, index) => {
    const code = `SYN-${String(index + 1).padStart(4, '0')}`;
    const about = TOPICS[topic];
    return {
      id: stableId('course', code),
      code,
      kind: 'synthetic',
      title: {
        fr: `${form.fr} : ${about.fr} (${audience.fr})`,
        ar: `${form.ar}: ${about.ar} (${audience.ar})`,
        en: `${form.en}: ${about.en} (${audience.en})`,
      },
      publishedTitle: null,
      hours: form.hours,
      hoursBasis: 'synthetic',
      hoursBySource: [],
      languages: [...LANGUAGES[index % LANGUAGES.length]!],
      topics: [topic],
      level: form.level,
      syllabus: [],
      filiere: null,
      source: 'synthetic',
      licence: 'Apache-2.0',
      synthetic: true,
    };
  });
}
