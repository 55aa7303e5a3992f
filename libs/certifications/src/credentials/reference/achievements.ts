import { TOPICS } from '@takwin/contracts/topics';
import { certifications } from '../../exams/reference/certifications.js';
import { exams } from '../../exams/reference/exams.js';
import { QUALIFIED } from '../openbadge-credential.js';

export type AchievementSeed = {
  id: string;
  kind: 'exam' | 'certification' | 'trainer-qualification' | 'digital-literacy';
  name: string;
  nameAr: string | null;
};

export const LITERACY = 'digital-literacy.30-hours';
export const UPSKILLING = 'trainer.upskilling';
export const examAchievement = (code: string): string => `passed.${code.toLowerCase()}`;
export const topicAchievement = (topic: string): string => `trainer.${topic}`;

/** All that a credential can be about: certifications, exams, what trainers qualify for, the digital-literacy programme. */
export function achievements(): AchievementSeed[] {
  return [
    ...certifications().map(({ id, title }) => ({ id, kind: 'certification' as const, name: title, nameAr: null })),
    ...exams().map(({ code, title }) => ({
      id: examAchievement(code),
      kind: 'exam' as const,
      name: `${code}: ${title}`,
      nameAr: null,
    })),
    ...Object.entries(TOPICS).map(([topic, { fr, ar }]) => ({
      id: topicAchievement(topic),
      kind: 'trainer-qualification' as const,
      name: `${QUALIFIED}${fr}`,
      nameAr: `مكوّن مؤهل: ${ar}`,
    })),
    {
      id: UPSKILLING,
      kind: 'trainer-qualification',
      name: 'Plan de perfectionnement du formateur',
      nameAr: 'برنامج استكمال تكوين المكوّن',
    },
    {
      id: LITERACY,
      kind: 'digital-literacy',
      name: 'Alphabétisation numérique',
      nameAr: 'محو الأمية الرقمية',
    },
  ];
}
