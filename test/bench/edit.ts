import type { foreseeingAt } from '../../src/app/foreseeing';
import type { TextEdit } from '../../src/base/text';
import type { Diagnoser } from '../../src/language/features/diagnostics/diagnoser';
import type { documentSymbols } from '../../src/language/features/documentSymbols';
import type { lenses } from '../../src/language/features/lenses';
import type { parse } from '../../src/language/syntax/parser';
import type { semanticTokens } from '../../src/language/features/semanticTokens';
import type { reparse } from '../../src/language/syntax/reparse';
import { bundled } from './bundled';
import { generate } from './parse';

/** The cost of one edit, anywhere in a file of `n` requests. Times are milliseconds. */
export interface EditRow {
  readonly name: string;
  readonly n: number;
  readonly medianMs: number;
  /** What 95 of 100 edits take at most. */
  readonly p95Ms: number;
  readonly max: number;
  /** How many edits were made. */
  readonly runs: number;
}

const sizes = [1_000, 10_000];
const edits = 1_000;

/** What is measured. */
interface Shipped {
  readonly parse: typeof parse;
  readonly reparse: typeof reparse;
  readonly lenses: typeof lenses;
  readonly documentSymbols: typeof documentSymbols;
  readonly semanticTokens: typeof semanticTokens;
  readonly Diagnoser: typeof Diagnoser;
  readonly foreseeingAt: typeof foreseeingAt;
}

type File = ReturnType<typeof parse>;

/**
 * Measures what an edit costs until the tree, the lenses and the request names are those of the new
 * text, until the findings and the tokens are too, and until the outline is. Works from the project's root.
 */
export async function measure(): Promise<EditRow[]> {
  const shipped = (await bundled(`
    export { parse } from './src/language/syntax/parser';
    export { reparse } from './src/language/syntax/reparse';
    export { lenses } from './src/language/features/lenses';
    export { documentSymbols } from './src/language/features/documentSymbols';
    export { Diagnoser } from './src/language/features/diagnostics/diagnoser';
    export { foreseeingAt } from './src/app/foreseeing';
    export { semanticTokens } from './src/language/features/semanticTokens';
  `)) as Shipped;
  const lensesOnly = (file: File): number => shipped.lenses(file).length;
  const everything = (file: File): number => shipped.lenses(file).length + shipped.documentSymbols(file).length;
  const foreseeing = shipped.foreseeingAt(Date.now());
  const withFindings = (diagnoser: Diagnoser) => (file: File): number => shipped.lenses(file).length + diagnoser.diagnose(file, {}, '', foreseeing).length + shipped.semanticTokens(file).length;
  return sizes.flatMap((n) => [
    row(shipped, 'edit → tree, lenses, names', n, lensesOnly),
    row(shipped, 'edit → tree, lenses, names, findings, tokens', n, withFindings(new shipped.Diagnoser())),
    row(shipped, 'edit → tree, lenses, names, outline', n, everything),
  ]);
}

/** The request that the others refer to. */
const head = '### List\n# @name list\nGET /projects\n\n###\n';

/** Two keys at each of a thousand places that lie all over the file: a character comes, and goes again, so that the file stays what it is. */
function typed(text: string, count: number): TextEdit {
  const isInsertion = count % 2 === 0;
  const length = isInsertion ? text.length : text.length - 1;
  const start = Math.floor(((Math.floor(count / 2) * 0.618_033_988_749_895) % 1) * length);
  const newText = count % 16 === 0 ? '\n' : 'x';
  return isInsertion ? { span: { start, end: start }, newText } : { span: { start, end: start + 1 }, newText: '' };
}

function row({ parse, reparse }: Shipped, name: string, n: number, work: (file: File) => number): EditRow {
  let file = parse(head + generate(n));
  if (work(file) < n) throw new Error('The benchmark found less than the requests.');
  const times: number[] = [];
  // The first edits warm the compiler up and are not counted.
  for (let run = -200; run < edits; run++) {
    const edit = typed(file.text, run + 200);
    const begun = performance.now();
    file = reparse(file, [edit]);
    const found = work(file);
    const elapsed = performance.now() - begun;
    if (found < 1) throw new Error('The benchmark found nothing.');
    if (run >= 0) times.push(elapsed);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(edits - 1, Math.floor(edits * share))] ?? Number.NaN;
  return { name, n, medianMs: at(0.5), p95Ms: at(0.95), max: at(1), runs: edits };
}
