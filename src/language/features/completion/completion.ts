import type { Span, TextEdit } from '../../../base/text';
import type { Block, Line, RequestFile } from '../../syntax/nodes';
import type { Authoring } from '../authoring';

/** What a proposal is, for its icon. */
export type CompletionKind =
  | 'method' | 'endpoint' | 'path' | 'parameter' | 'header' | 'field' | 'value' | 'directive' | 'variable'
  | 'request' | 'resource' | 'environment' | 'account' | 'file' | 'folder' | 'snippet';

/** One proposal. */
export interface Completion {
  readonly kind: CompletionKind;
  readonly label: string;
  /** Faint, right behind the label: a type, a value. */
  readonly detail?: string;
  /** Faint, at the right end: where it comes from, or an id. */
  readonly description?: string;
  /** Markdown in which all foreign text is escaped. */
  readonly documentation?: string;
  /** What is replaced. It holds the cursor and does not cross a line end. */
  readonly span: Span;
  /** What takes its place. Default: the label. */
  readonly insert?: string;
  /** Whether `insert` has tab stops in the editor's snippet syntax; then its own `$`, `}` and `\` are escaped. Default: plain text. */
  readonly isSnippet?: boolean;
  /** What typed text is compared with. Default: the label. */
  readonly filter?: string;
  /** Changes elsewhere that go with it. */
  readonly also?: readonly TextEdit[];
  /** What is done instead of changing the text. */
  readonly command?: 'load-names';
  /** Whether more is proposed right after it was taken, such as the next segment of a path. Default: no. */
  readonly continues?: boolean;
}

/** Where somebody types. */
export interface CompletionPlace {
  readonly file: RequestFile;
  readonly offset: number;
  readonly block: Block;
  readonly line: Line;
}

/**
 * Makes the proposals of one kind of place, best first; empty where it has none. Pure and quick: nothing
 * is read or asked for.
 */
export type CompletionSource = (place: CompletionPlace, known: Authoring) => readonly Completion[];
