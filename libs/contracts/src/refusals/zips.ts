import type { Entries } from './entry.js';

/** Zips of files that are imported. */
export const ZIPS = {
  ZIP_UNREADABLE: {
    status: 422,
    en: [
      'The zip cannot be read',
      'It is damaged, under a password, or holds a name that no file should have. Zip the CSV files again, without a password.',
    ],
    fr: [
      'Archive zip illisible',
      'Elle est endommagée, protégée par un mot de passe, ou contient un nom de fichier inadmissible. Compressez à nouveau les fichiers CSV, sans mot de passe.',
    ],
    ar: [
      'تتعذر قراءة ملف zip',
      'إنه تالف أو محمي بكلمة سر أو يتضمن اسم ملف غير مقبول. اضغطوا ملفات CSV من جديد دون كلمة سر.',
    ],
  },
  ZIP_TOO_LARGE: {
    status: 422,
    en: ['The zip is too large', 'It holds more than is unpacked: 200 files or 64 MiB in all. Send it in parts.'],
    fr: [
      'Archive zip trop volumineuse',
      'Elle dépasse ce qui est décompressé : 200 fichiers ou 64 Mio en tout. Envoyez-la en plusieurs parties.',
    ],
    ar: ['ملف zip كبير جدا', 'يتجاوز ما يُفك ضغطه: 200 ملف أو 64 ميبيبايت في المجموع. أرسلوه على أجزاء.'],
  },
  ZIP_HOLDS_OTHERS: {
    status: 422,
    en: ['The zip holds other files than CSV', 'Take these out, or send each by itself: {files}.'],
    fr: ['L’archive contient d’autres fichiers que du CSV', 'Retirez-les, ou envoyez chacun à part : {files}.'],
    ar: ['يتضمن ملف zip ملفات غير CSV', 'أزيلوا هذه الملفات أو أرسلوا كل واحد على حدة: {files}.'],
  },
  HEADERS_DIFFER: {
    status: 422,
    en: [
      'The files of the zip have different columns',
      'Give all of them the same columns in the same order, or send each by itself: {files}.',
    ],
    fr: [
      'Les fichiers de l’archive n’ont pas les mêmes colonnes',
      'Donnez à tous les mêmes colonnes dans le même ordre, ou envoyez chacun à part : {files}.',
    ],
    ar: ['أعمدة ملفات zip مختلفة', 'اجعلوا أعمدتها كلها واحدة وبالترتيب نفسه، أو أرسلوا كل ملف على حدة: {files}.'],
  },
} satisfies Entries;
