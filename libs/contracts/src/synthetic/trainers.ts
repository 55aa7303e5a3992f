/** A trainer who does not exist: the programme's 420 are no public data. */
export type SyntheticTrainer = {
  /** 1 to 420. The person's id is stableId('trainer', String(number)). */
  number: number;
  /** 13 digits beginning with 9999, which OFPPT gives to nobody. */
  matricule: string;
  name: { fr: string; ar: string };
  synthetic: true;
};

export const TRAINERS = 420;

const GIVEN = [
  ['Amina', 'أمينة'],
  ['Youssef', 'يوسف'],
  ['Khadija', 'خديجة'],
  ['Karim', 'كريم'],
  ['Nadia', 'نادية'],
  ['Hamid', 'حميد'],
  ['Salma', 'سلمى'],
  ['Omar', 'عمر'],
  ['Houda', 'هدى'],
  ['Rachid', 'رشيد'],
  ['Samira', 'سميرة'],
  ['Anas', 'أنس'],
  ['Latifa', 'لطيفة'],
  ['Mehdi', 'المهدي'],
  ['Meryem', 'مريم'],
  ['Driss', 'إدريس'],
  ['Sanae', 'سناء'],
  ['Tarik', 'طارق'],
  ['Hanane', 'حنان'],
  ['Said', 'سعيد'],
  ['Zineb', 'زينب'],
  ['Ilyas', 'إلياس'],
  ['Ghita', 'غيثة'],
  ['Khalid', 'خالد'],
] as const;

const FAMILY = [
  ['ALAMI', 'العلمي'],
  ['BENNIS', 'بنيس'],
  ['CHERKAOUI', 'الشرقاوي'],
  ['DAHBI', 'الذهبي'],
  ['EL FASSI', 'الفاسي'],
  ['FILALI', 'الفيلالي'],
  ['GUESSOUS', 'كسوس'],
  ['HADDAD', 'الحداد'],
  ['IDRISSI', 'الإدريسي'],
  ['JABRI', 'الجابري'],
  ['KABBAJ', 'القباج'],
  ['LAHLOU', 'لحلو'],
  ['MANSOURI', 'المنصوري'],
  ['NACIRI', 'الناصري'],
  ['OUAZZANI', 'الوزاني'],
  ['RAHMOUNI', 'الرحموني'],
  ['SEBTI', 'السبتي'],
  ['TAZI', 'التازي'],
  ['YAAKOUBI', 'اليعقوبي'],
  ['ZIANI', 'الزياني'],
] as const;

// Coprime to the number of pairs, so a walk of this stride meets every pair once before it repeats.
const STRIDE = 187;

/** The 420 synthetic trainers, the same at every call; no two have the same name. */
export function syntheticTrainers(): SyntheticTrainer[] {
  return Array.from({ length: TRAINERS }, (_, index) => {
    const pair = ((index + 1) * STRIDE) % (GIVEN.length * FAMILY.length);
    const given = GIVEN[pair % GIVEN.length]!;
    const family = FAMILY[Math.floor(pair / GIVEN.length)]!;
    return {
      number: index + 1,
      matricule: `9999${String(index + 1).padStart(9, '0')}`,
      name: { fr: `${given[0]} ${family[0]}`, ar: `${given[1]} ${family[1]}` },
      synthetic: true as const,
    };
  });
}

/** The code of the academy where trainer `number` works: the trainers take turns over the codes, sorted. */
export function academyOfTrainer(number: number, academyCodes: readonly string[]): string {
  const code = [...academyCodes].sort()[(number - 1) % academyCodes.length];
  if (code === undefined) throw new RangeError('a trainer needs an academy');
  return code;
}
