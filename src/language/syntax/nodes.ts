import type { Span } from '../../base/text';

/*
 * The tree of a request file: plain data over offsets into the text it was parsed from.
 *
 * Every line of the text belongs to exactly one line node, in order, so that printing gives the
 * text back. Offsets are UTF-16 code units; `end` of a line node is before its line end, and
 * `next` is after it.
 */

interface LineBase extends Span {
  /** Offset after the line end: where the next line starts. */
  readonly next: number;
}

/** `### title` */
export interface SeparatorLine extends LineBase {
  readonly kind: 'separator';
  /** What follows the number signs, trimmed; empty when there is none. */
  readonly title: Span;
}

/** An empty line or one of blanks and tabs only, outside a body. */
export interface BlankLine extends LineBase {
  readonly kind: 'blank';
}

/** `# text` or `// text` */
export interface CommentLine extends LineBase {
  readonly kind: 'comment';
  readonly content: Span;
}

/** `# @name argument` or `# @name=argument` */
export interface DirectiveLine extends LineBase {
  readonly kind: 'directive';
  /** Without the `@`, as written. */
  readonly name: Span;
  /** Trimmed; empty when there is none. */
  readonly argument: Span;
}

/** `#` or `//` behind blanks, outside a body: a comment to REST Client, to this language a mistake. */
export interface IndentedLine extends LineBase {
  readonly kind: 'indented';
  /** What it would be at column 1. */
  readonly meant: 'comment' | 'separator';
  /** From the first character that is no blank. */
  readonly content: Span;
}

/** `@name = value` */
export interface VariableLine extends LineBase {
  readonly kind: 'variable';
  /** Empty when missing. */
  readonly name: Span;
  /** `=` or the refused `:=`; missing when the line has neither. */
  readonly operator: '=' | ':=' | 'missing';
  /** Trimmed; may be empty. */
  readonly value: Span;
}

/** `METHOD target HTTP/1.1` */
export interface RequestLine extends LineBase {
  readonly kind: 'request-line';
  /** Missing means GET. */
  readonly method?: Span;
  /** Empty span where the target should stand when it is missing. */
  readonly target: Span;
  readonly version?: Span;
}

/** A line below the request line that starts with `?` or `&` and continues its query. */
export interface QueryLine extends LineBase {
  readonly kind: 'query';
  /** Trimmed, with its `?` or `&`. */
  readonly content: Span;
}

/** `Name: value` */
export interface HeaderLine extends LineBase {
  readonly kind: 'header';
  readonly name: Span;
  /**
   * False when the line has no colon, or starts with a character that no header name has (`@`, `?`,
   * `<` …) or with `&`: then `name` is the whole trimmed line and `value` is empty.
   */
  readonly colon: boolean;
  /** Trimmed. */
  readonly value: Span;
}

/** `?? status == 200` after the headers or the body: an alias of `@expect`. */
export interface AssertionLine extends LineBase {
  readonly kind: 'assertion';
  /** What follows the question marks, trimmed; may be empty. */
  readonly content: Span;
}

/** A line of the body: content, sent as it is. */
export interface BodyLine extends LineBase {
  readonly kind: 'body';
}

/** `< path`, `<@ path` or `<@encoding path` at column 1 in a body. */
export interface FileLine extends LineBase {
  readonly kind: 'file';
  /** Whether variables in the file are replaced. */
  readonly substitute: boolean;
  /** Empty unless written. */
  readonly encoding: Span;
  /** Trimmed; empty when only the mark and a blank are written. */
  readonly path: Span;
}

/** `>> path` or `>>! path` as the last non-blank line of a block. */
export interface SaveLine extends LineBase {
  readonly kind: 'save';
  readonly overwrite: boolean;
  /** Trimmed; empty when only the mark and a blank are written. */
  readonly path: Span;
}

/**
 * What the line belongs to:
 * - `request-script`: `< {% … %}`, `< pre.js` above the request line, `{{` … `}}` above it on lines of their own;
 * - `response-script`: `> {% … %}`, `> handler.js`, `{{` … `}}` below the request on lines of their own;
 * - `response-reference`: `<> answer.json`, which JetBrains writes below a request it has run;
 * - `text-after-body`: text below the line that ended the body, which would get lost silently.
 */
export type RefusedConstruct = 'request-script' | 'response-script' | 'response-reference' | 'text-after-body';

/** A line of a foreign construct, which is refused with a sentence. A construct of several lines is as many nodes. */
export interface RefusedLine extends LineBase {
  readonly kind: 'refused';
  readonly construct: RefusedConstruct;
  /** True on the first line of a construct: the one place for a finding. */
  readonly first: boolean;
}

export type Line =
  | SeparatorLine
  | BlankLine
  | CommentLine
  | DirectiveLine
  | IndentedLine
  | VariableLine
  | RequestLine
  | QueryLine
  | HeaderLine
  | AssertionLine
  | BodyLine
  | FileLine
  | SaveLine
  | RefusedLine;

/**
 * From one separator (included) to the next (excluded). The first block of a file may lack one.
 * What is in it may be made when it is first asked for (see `moveBlock`), so take no copy of a
 * block by spreading it.
 */
export interface Block extends Span {
  readonly separator?: SeparatorLine | undefined;
  /** All lines, the separator too. */
  readonly lines: readonly Line[];
  /** Missing in a block of comments and variables only. */
  readonly request?: RequestNode | undefined;
}

/**
 * The request of a block: from its request line to the end of the block's last line that is not
 * blank. Its spans come from the written lines, never from substituted text.
 */
export interface RequestNode extends Span {
  readonly line: RequestLine;
  readonly query: readonly QueryLine[];
  readonly headers: readonly HeaderLine[];
  /** From the first to the last body or file line, without the final line end; missing when there is no body. */
  readonly body?: BodyNode;
  readonly save?: SaveLine;
}

export interface BodyNode extends Span {
  readonly lines: readonly (BodyLine | FileLine)[];
}

/** A whole parsed file. */
export interface RequestFile {
  readonly text: string;
  /** Whether the text starts with a byte order mark, which belongs to no line. */
  readonly byteOrderMark: boolean;
  /** At least one. */
  readonly blocks: readonly Block[];
}

/**
 * What stands between the braces of a reference, by its look alone:
 * - `name`: `project`, `base-url`;
 * - `member`: `device.column`, a field of a loop item;
 * - `chained`: `login.response.body.$.token`;
 * - `system`: `$timestamp -1 h`;
 * - `other`: anything else, such as JavaScript.
 */
export type ReferenceForm = 'name' | 'member' | 'chained' | 'system' | 'other';

/** `{{name}}`, found inside targets, values and bodies. */
export interface Reference extends Span {
  readonly form: ReferenceForm;
  /** Between the braces and trimmed, without a leading `%`. */
  readonly name: Span;
  /** `{{%name}}`: the value is percent-encoded. */
  readonly encode: boolean;
}
