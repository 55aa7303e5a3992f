import { shippedCsv } from '@takwin/platform/files';

export type ServicePlanSeed = { id: string; name: string; label: string };

export type SkuSeed = {
  /** Microsoft's GUID, lower case: the key. */
  id: string;
  /** STANDARDWOFFPACK_STUDENT: what Graph calls skuPartNumber. */
  partNumber: string;
  name: string;
  audience: 'student' | 'faculty' | 'alumni' | 'any';
  /** Null where Microsoft's storage sheet lacks the SKU, or sells it and gives it away. */
  paid: boolean | null;
  /** Gigabytes that one seat adds to the tenant's pool; null where unknown. */
  storageGb: number | null;
  /** Empty where Microsoft's list of service plans lacks the SKU. */
  servicePlans: ServicePlanSeed[];
};

const PRODUCTS = new URL('../../../data/licensing-skus.csv', import.meta.url);
const STORAGE = new URL('../../../data/edu-storage.csv', import.meta.url);

/**
 * Microsoft's education SKUs with their service plans and storage, by part number. A SKU is its GUID, not its name: the
 * list has one part number with two GUIDs (MCOPSTN5). No-break spaces go; duplicate rows count once.
 */
export function skus(): SkuSeed[] {
  const products = Map.groupBy(productRows(), (row) => row.id);
  const storage = new Map(storageRows().map((row) => [row.id, row]));
  const ids = [...products.keys()].filter((id) => storage.has(id) || isEducation(products.get(id)![0]!));
  return [...new Set([...ids, ...storage.keys()])]
    .map((id): SkuSeed => {
      const rows = products.get(id) ?? [];
      const { partNumber, name } = rows[0] ?? storage.get(id)!;
      return {
        id,
        partNumber,
        name,
        audience: audienceOf(partNumber, name),
        paid: storage.get(id)?.paid ?? null,
        storageGb: storage.get(id)?.storageGb ?? null,
        servicePlans: [...new Map(rows.map(({ plan }) => [plan.id, plan])).values()],
      };
    })
    .sort((a, b) => (a.partNumber < b.partNumber ? -1 : 1));
}

/** Every row of the shipped list, cleaned: also of the few SKUs that are there for their defects. */
export function productRows(): { id: string; partNumber: string; name: string; plan: ServicePlanSeed }[] {
  return shippedCsv(PRODUCTS, [
    'Product_Display_Name',
    'String_Id',
    'GUID',
    'Service_Plan_Name',
    'Service_Plan_Id',
    'Service_Plans_Included_Friendly_Names',
  ]).map((row) => ({
    id: clean(row.GUID).toLowerCase(),
    partNumber: clean(row.String_Id),
    name: clean(row.Product_Display_Name),
    plan: {
      id: clean(row.Service_Plan_Id).toLowerCase(),
      name: clean(row.Service_Plan_Name),
      label: clean(row.Service_Plans_Included_Friendly_Names),
    },
  }));
}

function storageRows(): { id: string; partNumber: string; name: string; paid: boolean | null; storageGb: number }[] {
  return shippedCsv(STORAGE, [
    'Product Name',
    'Part Number',
    'Product SKU ID',
    'Paid? (Paid, Unpaid)',
    'Storage added to the pool per seat (GB)',
  ])
    .filter((row) => row['Product SKU ID'] !== '')
    .map((row) => ({
      id: clean(row['Product SKU ID']).toLowerCase(),
      partNumber: clean(row['Part Number']),
      name: clean(row['Product Name']),
      paid: { Paid: true, Unpaid: false }[row['Paid? (Paid, Unpaid)']] ?? null,
      storageGb: Number.parseFloat(row['Storage added to the pool per seat (GB)']),
    }));
}

const clean = (text: string): string => text.replace(/\s+/gu, ' ').trim();

const isEducation = ({ partNumber, name }: { partNumber: string; name: string }): boolean =>
  /\b(faculty|students?|education|edu|alumni)\b/i.test(name) ||
  /FACULTY|STUDENT|STUUSE|ALUMNI|_EDU|EDU_|_FAC$|_STU$/.test(partNumber);

function audienceOf(partNumber: string, name: string): SkuSeed['audience'] {
  const text = `${partNumber} ${name}`;
  if (/alumni/i.test(text)) return 'alumni';
  if (/student|_stu(\b|use)/i.test(text)) return 'student';
  return /faculty|_fac\b/i.test(text) ? 'faculty' : 'any';
}
