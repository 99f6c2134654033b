import type { Style } from './style';

/** A request file on its way to the terminal. */
export interface Page {
  /** The file as on the command line. */
  readonly shown: string;
  readonly text: string;
  readonly columns: number;
  readonly color: boolean;
  readonly style: Style;
  /** Hides secrets that were pasted into the file. */
  readonly redact: (text: string) => string;
}
