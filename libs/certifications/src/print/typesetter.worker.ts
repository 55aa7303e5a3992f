import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** A document to be set: what the template reads from `sys.inputs`, and its date in seconds since 1970. */
export type Task = { id: number; inputs: Record<string, string>; date: number };
export type Done = { id: number; pdf: Uint8Array } | { id: number; fault: string };
export type Place = { workspace: string; fonts: string[]; template: string };

// Typst compiles synchronously, tens of milliseconds at a time: never on the thread that answers requests. Run by its
// path, by Node itself in tests: so it imports no file of ours, and uses no TypeScript that has to be transformed.
const { workspace, fonts, template } = workerData as Place;
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fonts }] });

parentPort!.on('message', ({ id, inputs, date }: Task) => {
  const done = set(id, inputs, date);
  parentPort!.postMessage(done, 'pdf' in done ? [done.pdf.buffer as ArrayBuffer] : []);
});

function set(id: number, inputs: Record<string, string>, date: number): Done {
  try {
    const result = compiler.compile({ mainFilePath: template, inputs });
    if (!result.result) return { id, fault: faultsOf(result.takeDiagnostics()) };
    const pdf = compiler.pdf(result.result, { pdfStandard: 'a-3a', creationTimestamp: date });
    return { id, pdf: Uint8Array.from(pdf) };
  } catch (error) {
    return { id, fault: faultsOf(error) };
  } finally {
    // Typst would keep every document that it has set: 1.3 GB after a thousand. What the last two have in common, the next
    // one has too: a fifth of its time.
    compiler.evictCache(2);
  }
}

function faultsOf(error: unknown): string {
  const { shortDiagnostics } = (error ?? {}) as { shortDiagnostics?: unknown };
  return JSON.stringify(shortDiagnostics ?? String(error)).slice(0, 2_000);
}
