import type { TextEdit } from '../base/text';
import type { RequestFile } from '../language/syntax/nodes';
import type { NextTurn } from '../base/turns';
import { parse, parseInTurns } from '../language/syntax/parser';
import { identityOf } from '../language/syntax/moved';
import { blockAt } from '../language/syntax/queries';
import { reparse, separatorLength } from '../language/syntax/reparse';

/** What is read of the editor's document. */
export interface TextSource {
  /** Grows by one with each change of the text. */
  readonly version: number;
  /** What all lines of the text end with. */
  readonly lineEnd: '\n' | '\r\n';
  getText(): string;
  /** The length of that text, found without making it. */
  textLength(): number;
}

/** A change as the editor tells it. */
export interface ContentChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  /** With any line ends. */
  readonly text: string;
}

/** Lines of the longest block that is parsed anew with each edit of it: some 50 ms. With more the text is parsed as if it were new, which can be done in turns. */
const mostReparsed = 40_000;
/** Blocks of the longest file of which each edit is followed: some 40 ms. */
const mostMoved = 50_000;
/** UTF-16 code units of the longest text that is parsed at once, or as part of an edit. */
const longestAtOnce = 100_000;

interface Known {
  readonly version: number;
  readonly lineEnd: string;
  readonly file: RequestFile;
}

/**
 * The trees of open documents. Who tells of every change pays for the changed blocks only; where a
 * change was missed or makes no sense, the text is read and parsed anew.
 */
export class Trees<D extends object> {
  readonly #known = new WeakMap<D, Known>();
  /** Long documents that are being parsed. */
  readonly #coming = new WeakMap<D, Promise<void>>();

  constructor(private readonly read: (document: D) => TextSource) {}

  /** The tree of the text as it is now; the same one until the text changes. */
  of(document: D): RequestFile {
    const source = this.read(document);
    const known = this.#current(document, source);
    if (known) return known.file;
    const { version, lineEnd } = source;
    const file = parse(source.getText());
    this.#known.set(document, { version, lineEnd, file });
    return file;
  }

  /** The same if it is known already, or the text is short. */
  now(document: D): RequestFile | undefined {
    const source = this.read(document);
    return this.#current(document, source)?.file ?? (source.textLength() > longestAtOnce ? undefined : this.of(document));
  }

  /** The same for who can wait: a long text that was not parsed yet is parsed in turns with others. */
  async inTurns(document: D, nextTurn: NextTurn): Promise<RequestFile> {
    for (;;) {
      const now = this.now(document);
      if (now) return now;
      const coming = this.#coming.get(document) ?? this.#parse(document, nextTurn).finally(() => this.#coming.delete(document));
      this.#coming.set(document, coming);
      await coming;
    }
  }

  /** Whether that is the tree of the text as it is now. */
  isCurrent(document: D, file: RequestFile): boolean {
    return this.#current(document, this.read(document))?.file === file;
  }

  async #parse(document: D, nextTurn: NextTurn): Promise<void> {
    const source = this.read(document);
    const { version, lineEnd } = source;
    const file = await parseInTurns(source.getText(), nextTurn);
    const now = this.read(document);
    // Somebody who could not wait may have had it parsed, and may hold that tree.
    if (now.version === version && now.lineEnd === lineEnd && !this.#current(document, now)) this.#known.set(document, { version, lineEnd, file });
  }

  #current(document: D, { version, lineEnd }: TextSource): Known | undefined {
    const known = this.#known.get(document);
    return known?.version === version && known.lineEnd === lineEnd ? known : undefined;
  }

  /** To be called after each change of a document, in their order. Without effect for documents nobody asked for. */
  follow(document: D, changes: readonly ContentChange[]): void {
    const known = this.#known.get(document);
    if (!known) return;
    const source = this.read(document);
    const { version, lineEnd } = source;
    // Nothing but whether it is saved has changed, or somebody who was told before us has asked already.
    if (this.#current(document, source)) return;
    const isNext = known.version + 1 === version && known.lineEnd === lineEnd && changes.length > 0;
    const edits = isNext ? editsOf(changes, lineEnd, known.file.text.length) : undefined;
    const isLong = known.file.blocks.length > mostMoved || edits?.some(({ span, newText }) => newText.length > longestAtOnce || [span.start - separatorLength, span.end].some((offset) => identityOf(blockAt(known.file, offset)).lines.length > mostReparsed));
    const file = edits && !isLong ? reparse(known.file, edits) : undefined;
    if (file?.text.length === source.textLength()) this.#known.set(document, { version, lineEnd, file });
    else this.forget(document);
  }

  forget(document: D): void {
    this.#known.delete(document);
  }
}

/**
 * The changes as edits of the text before all of them, which is `length` long. The editor means
 * one change after the other; it lists them from the end of the text, where both are the same.
 * Undefined when they stand otherwise.
 */
function editsOf(changes: readonly ContentChange[], lineEnd: string, length: number): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  let limit = length;
  for (const { rangeOffset: start, rangeLength, text } of changes) {
    const end = start + rangeLength;
    if (start < 0 || end < start || end > limit) return undefined;
    limit = start;
    edits.push({ span: { start, end }, newText: text.replace(/\r\n?|\n/g, lineEnd) });
  }
  return edits;
}
