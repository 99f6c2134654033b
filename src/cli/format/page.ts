import { LineIndex } from '../../base/text';
import type { Redactor } from '../../http/redact';
import type { RequestFile } from '../../language/syntax/nodes';
import type { Style } from './style';

/** A request file on its way to the terminal. Make one per file: it knows where the lines are. */
export interface Page {
  /** The file as on the command line. */
  readonly shown: string;
  readonly file: RequestFile;
  readonly lines: LineIndex;
  readonly columns: number;
  readonly color: boolean;
  readonly style: Style;
  /** Hides secrets that were pasted into the file. */
  readonly redactor: Redactor;
}

/** A page of that file, with its lines counted once. */
export function createPage(parts: Omit<Page, 'lines'>): Page {
  return { ...parts, lines: new LineIndex(parts.file.text) };
}
