import type { Span } from '../../../base/text';
import type { OpenReference } from '../openReference';
import type { Completion } from './completion';
import { escapeSnippet } from './snippetText';

/** What takes the place of `span` in a reference, which is closed where it was not. */
export function finished({ isClosed }: OpenReference, span: Span, text: string): Pick<Completion, 'span' | 'insert'> {
  return { span, insert: isClosed ? text : `${text}}}` };
}

/** The same of a text behind which the reference goes on: the cursor stays in front of the closing braces. */
export function unfinished({ isClosed }: OpenReference, span: Span, text: string): Pick<Completion, 'span' | 'insert' | 'isSnippet' | 'continues'> {
  if (isClosed) return { span, insert: text, continues: true };
  return { span, insert: `${escapeSnippet(text)}$0\\}\\}`, isSnippet: true, continues: true };
}
