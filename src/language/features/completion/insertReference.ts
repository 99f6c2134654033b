import type { Span } from '../../../base/text';
import type { OpenReference } from '../openReference';
import type { Completion } from './completion';
import { escapeSnippet } from './snippetText';

/** What takes the place of `span` in a reference, which is closed where it was not. */
export function finished({ isClosed }: OpenReference, span: Span, text: string): Pick<Completion, 'span' | 'insert'> {
  return { span, insert: isClosed ? text : `${text}}}` };
}

/** The same of a text that ends the reference: the cursor goes behind the closing braces, wherever they come from. */
export function ended(reference: OpenReference, span: Span, text: string, source: string): Pick<Completion, 'span' | 'insert'> {
  if (!source.startsWith('}}', span.end)) return finished(reference, span, text);
  return { span: { start: span.start, end: span.end + 2 }, insert: `${text}}}` };
}

/** The same of a text behind which the reference goes on: the cursor stays in front of the closing braces. */
export function unfinished({ isClosed }: OpenReference, span: Span, text: string): Pick<Completion, 'span' | 'insert' | 'isSnippet' | 'continues'> {
  if (isClosed) return { span, insert: text, continues: true };
  return { span, insert: `${escapeSnippet(text)}$0\\}\\}`, isSnippet: true, continues: true };
}
