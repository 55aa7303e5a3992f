import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** Where the template and the fonts are: the first message. */
export type Workspace = { workspace: string; fonts: string[]; template: string };
/** A document to be set: what the template reads from `sys.inputs`, and its date in seconds since 1970. */
export type Task = { id: number; inputs: Record<string, string>; date: number };
export type Done = { id: number; pdf: Uint8Array } | { id: number; fault: string };

// A process of its own, run by its path (in tests by Node itself): so it imports no file of ours, and uses no TypeScript
// that has to be transformed. Typst blocks while it compiles, and keeps half a megabyte of each document for ever.
let compiler: NodeCompiler | undefined;
let template = '';

process.on('message', (message: Workspace | Task) => {
  if ('workspace' in message) {
    template = message.template;
    compiler = NodeCompiler.create({ workspace: message.workspace, fontArgs: [{ fontPaths: message.fonts }] });
  } else process.send!(set(compiler!, message));
});
process.on('disconnect', () => process.exit(0));

function set(typst: NodeCompiler, { id, inputs, date }: Task): Done {
  try {
    const result = typst.compile({ mainFilePath: template, inputs });
    if (!result.result) return { id, fault: faultsOf(result.takeDiagnostics()) };
    return { id, pdf: typst.pdf(result.result, { pdfStandard: 'a-3a', creationTimestamp: date }) };
  } catch (error) {
    return { id, fault: faultsOf(error) };
  } finally {
    // What the last two documents have in common, the next one has too: a fifth of its time.
    typst.evictCache(2);
  }
}

function faultsOf(error: unknown): string {
  const { shortDiagnostics } = (error ?? {}) as { shortDiagnostics?: unknown };
  return JSON.stringify(shortDiagnostics ?? String(error)).slice(0, 2_000);
}
