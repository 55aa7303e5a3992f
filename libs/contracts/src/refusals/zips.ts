import type { Entries } from './entry.js';

/** Zips of files that are imported. */
export const ZIPS = {
  ZIP_UNREADABLE: {
    status: 422,
    en: [
      'The zip cannot be read',
      'It is damaged, under a password, or holds a name that no file should have, or one name twice. Zip the CSV files again, without a password.',
    ],
    fr: [
      'Archive zip illisible',
      'Elle est endommagée, protégée par un mot de passe, ou contient un nom de fichier inadmissible ou en double. Compressez à nouveau les fichiers CSV, sans mot de passe.',
    ],
    ar: [
      'تتعذر قراءة ملف zip',
      'إنه تالف أو محمي بكلمة سر أو يتضمن اسم ملف غير مقبول أو مكررا. اضغطوا ملفات CSV من جديد دون كلمة سر.',
    ],
  },
  ZIP_TOO_LARGE: {
    status: 422,
    en: [
      'The zip is too large',
      'It holds more than is unpacked: 200 files, 64 MiB in all, or for a file over 1 MiB 200 times its size in the zip. Send it in parts, or the files without a zip.',
    ],
    fr: [
      'Archive zip trop volumineuse',
      'Elle dépasse ce qui est décompressé : 200 fichiers, 64 Mio en tout ou, pour un fichier de plus de 1 Mio, 200 fois sa taille dans l’archive. Envoyez-la en plusieurs parties, ou les fichiers sans archive.',
    ],
    ar: [
      'ملف zip كبير جدا',
      'يتجاوز ما يُفك ضغطه: 200 ملف أو 64 ميبيبايت في المجموع أو، لملف يفوق 1 ميبيبايت، 200 ضعف حجمه المضغوط. أرسلوه على أجزاء، أو أرسلوا الملفات دون ضغط.',
    ],
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
