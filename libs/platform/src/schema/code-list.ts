import { z } from 'zod';

/** Where a JSON schema says what each value of its `enum` means, in their order: as generators of clients read it. */
export const MEANINGS = 'x-enum-descriptions';

/** A list of codes, as schemas know it: each code is its own value. */
type Codes<Code extends string> = z.ZodEnum<{ [each in Code]: each }>;

/**
 * A closed list of codes under the name by which both doors publish it. `meanings` says of each code what it stands for, for whoever
 * reads the documentation: it is said once, here, and the order of the codes is that of the list.
 */
export const codeList = <const Code extends string>(
  id: string,
  description: string,
  meanings: Readonly<Record<Code, string>>,
): Codes<Code> =>
  z
    .enum(Object.keys(meanings) as [Code, ...Code[]])
    .meta({ id, description, [MEANINGS]: Object.values(meanings) }) as unknown as Codes<Code>;

/** Some codes of a list, in an order of their own and without its name: where not all of them can be said. */
export function someOf<Code extends string, const Some extends Code>(
  list: Codes<Code>,
  codes: readonly Some[],
): Codes<Some> {
  const { description, [MEANINGS]: all } = z.globalRegistry.get(list)!;
  const meanings = all as string[];
  const some = codes.map((code) => meanings[list.options.indexOf(code)]);
  return z.enum(codes as [Some, ...Some[]]).meta({ description, [MEANINGS]: some }) as unknown as Codes<Some>;
}
