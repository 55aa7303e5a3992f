const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The JSON object in some bytes; undefined where they hold anything else, are no UTF-8, name a member twice (RFC 8725, 2.4), or name one
 * `__proto__`, as a body is refused that does: whoever copies an object loses it unseen.
 */
export function strictObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = UTF8.decode(bytes);
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && namedTwice(text) === undefined && !namesPrototype(text)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an object in a JSON text, whatever its depth, has a member that JavaScript takes for its prototype. */
function namesPrototype(text: string): boolean {
  for (const [, string, colon] of text.matchAll(TOKENS))
    if (colon && (string === '"__proto__"' || (string!.includes('\\') && JSON.parse(string!) === '__proto__')))
      return true;
  return false;
}

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/gs;

/**
 * The first member that an object in a JSON text names twice, of which one parser believes the first and another one the last. Throws
 * SyntaxError of some texts that are no JSON.
 */
export function namedTwice(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, string, colon] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (string === undefined) open.pop();
    else if (colon) {
      const name = string.includes('\\') ? (JSON.parse(string) as string) : string.slice(1, -1);
      if (open.at(-1)?.has(name)) return name;
      open.at(-1)?.add(name);
    }
  }
  return undefined;
}
