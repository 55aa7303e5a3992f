import { isDistinct } from '@takwin/platform/schema';
import { z } from 'zod';

/** Lists of commands in which a repetition means something, or is taken for what it is where each item is looked at. */
const MAY_REPEAT: Readonly<Record<string, string>> = {
  'ChangeRoom.closures': 'closed twice is closed',
  'ChangeRoom.openingHours': 'hours twice overlap themselves, and are refused',
  'EnrolPersons.persons': 'an outcome for each, in the order given',
  'OpenRetakeFamily.waitHours': 'hours after failed attempt n: two may be as long',
  'OpenRoom.openingHours': 'hours twice overlap themselves, and are refused',
  'PlanUpskilling.items': 'an item is more than a name; it is asked where plans are written',
  'RecordExamDay.records': 'an outcome for each: the same again is known',
  'RecordPastAttempts.attempts': 'an outcome for each: the same again is known',
  'RecordResults.results': 'an outcome for each: the same again is known',
  'RecordStatements.statements': 'known by its id: the same again is counted as known',
  'RequestExams.persons': 'an outcome for each, in the order given',
  'SetExamRules.defaultOpeningHours': 'hours twice overlap themselves, and are refused',
  'SetRetakePolicy.waitHours': 'hours after failed attempt n: two may be as long',
};

/** The lists that a command takes, by `Command.field`, at any depth. */
export function listsIn(schema: z.ZodType, name: string): [path: string, list: z.ZodArray][] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, field]) => listsIn(field as z.ZodType, `${name}.${key}`));
  if (schema instanceof z.ZodArray) return [[name, schema], ...listsIn(schema.element as z.ZodType, `${name}[]`)];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => listsIn(one as z.ZodType, name));
  const { innerType, in: input } = schema.def as { innerType?: z.ZodType; in?: z.ZodType };
  const inner = innerType ?? input;
  return inner ? listsIn(inner, name) : [];
}

/** One sentence for each list that may repeat itself and does not say what that means, and for each that the reasons name in vain. */
export function repetitionFaults(lists: readonly [path: string, list: z.ZodArray][], reasons = MAY_REPEAT): string[] {
  const repeating = lists.filter(([, list]) => !isDistinct(list)).map(([path]) => path);
  return [
    ...repeating
      .filter((path) => !Object.hasOwn(reasons, path))
      .map((path) => `${path}: is it Distinct, or what does the same thing twice in it mean?`),
    ...Object.keys(reasons)
      .filter((path) => !repeating.includes(path))
      .map((path) => `${path} repeats nothing: take it from the list`),
  ];
}
