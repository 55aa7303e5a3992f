import { z } from 'zod';

const SAYS = 'x-says';

/**
 * What doors say of the reason that another field of the view holds: the sentence of its code in the reader's language, or what
 * somebody gave as reason in their own words; null where there is none. Nobody but the doors fills it in.
 */
export const textOf = (field: string) =>
  z
    .string()
    .nullable()
    .optional()
    .meta({
      description: `What ${field} means, in the language that Accept-Language asks for, French without one; null where there is none`,
      [SAYS]: field,
    });

/** The same of a field that holds a list of reasons: a sentence for each, in their order. */
export const textsOf = (field: string) =>
  z
    .array(z.string())
    .optional()
    .meta({
      description: `What each of ${field} means, in their order, in the language that Accept-Language asks for; French without one`,
      [SAYS]: field,
    });

/** The field of which a schema, or its JSON schema, says the text; undefined of any other. */
export const saidBy = (schema: object | undefined): string | undefined =>
  (schema as Record<string, string> | undefined)?.[SAYS];

/** What is said of a reason, and of which object it is one. */
type Say = (reason: unknown, about: Readonly<Record<string, unknown>>) => string | null;

/** What is said of a reason, or of each of several. */
export const sayAll = (reasons: unknown, say: (reason: unknown) => string | null): string | null | (string | null)[] =>
  Array.isArray(reasons) ? reasons.map(say) : say(reasons);

type Tell = (value: unknown, say: Say) => void;

const TELLERS = new WeakMap<z.ZodType, Tell | null>();

/** Fills in, within an answer of that view, what is said of its reasons; null where the view has none. */
export function tellerOf(view: z.ZodType): Tell | null {
  const known = TELLERS.get(view);
  if (known !== undefined) return known;
  TELLERS.set(view, null);
  const made = tellerOfParts(view);
  TELLERS.set(view, made);
  return made;
}

function tellerOfParts(view: z.ZodType): Tell | null {
  if (view instanceof z.ZodOptional || view instanceof z.ZodNullable) return tellerOf(view.unwrap() as z.ZodType);
  if (view instanceof z.ZodArray) return tellerOfItems(tellerOf(view.element as z.ZodType));
  return view instanceof z.ZodObject ? tellerOfFields(Object.entries(view.shape as Record<string, z.ZodType>)) : null;
}

const tellerOfItems = (tell: Tell | null): Tell | null =>
  tell && ((items, say) => (items as unknown[] | null)?.forEach((item) => tell(item, say)));

function tellerOfFields(fields: readonly [name: string, schema: z.ZodType][]): Tell | null {
  const texts = fields.flatMap(([name, schema]) => {
    const of = saidBy(schema.meta());
    return of === undefined ? [] : [{ name, of }];
  });
  const parts = fields.flatMap(([name, schema]) => {
    const tell = tellerOf(schema);
    return tell ? [{ name, tell }] : [];
  });
  if (texts.length + parts.length === 0) return null;
  return (value, say) => {
    if (typeof value !== 'object' || value === null) return;
    const about = value as Record<string, unknown>;
    for (const { name, of } of texts) about[name] = sayAll(about[of], (reason) => say(reason, about));
    for (const { name, tell } of parts) tell(about[name], say);
  };
}
