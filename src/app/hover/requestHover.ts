import type { Span } from '../../base/text';
import { directiveHelpAt } from '../../language/features/directiveHelp';
import { apiPlaceAt } from '../../language/features/hover/apiPlace';
import { bodyPlaceAt } from '../../language/features/schemaAt';
import type { RequestFile } from '../../language/syntax/nodes';
import type { FileScope } from '../check';
import type { HostFiles } from '../host';
import { variableHover } from '../variableHover';
import type { HoverText } from './answerHover';
import { apiMarkdown, fieldMarkdown, type HoverTime } from './apiHover';

/** What there is to say about a word of a request file, one piece of Markdown for each thing that it is. */
export interface RequestHover {
  readonly span: Span;
  /** Never empty. Every text of the file in it is escaped. */
  readonly sections: readonly string[];
}

/**
 * The hover at `offset`: what a directive or a system variable does, where a variable comes from, and what the API says of the place.
 * Undefined where there is nothing to say. Reads environment files and imports only.
 */
export async function requestHover(files: HostFiles, scope: FileScope, offset: number, time: HoverTime): Promise<RequestHover | undefined> {
  const variable = directiveHelpAt(scope.file, offset) ?? (await variableHover(files, scope, offset));
  const place = apiHoverAt(scope.file, offset, time);
  const found = [variable, place].filter((each) => each !== undefined);
  const [first] = found;
  return first && { span: first.span, sections: found.map(({ markdown }) => markdown) };
}

/** What the description of the API says of the place at `offset`. */
export function apiHoverAt(file: RequestFile, offset: number, time: HoverTime): HoverText | undefined {
  const body = bodyPlaceAt(file, offset);
  if (body) return body.schema && body.span.end > body.span.start ? { span: headOf(file, body.span, offset), markdown: fieldMarkdown(body.name, body.schema, body.isRequired) } : undefined;
  const place = apiPlaceAt(file, offset);
  if (!place) return undefined;
  const markdown = apiMarkdown(place, time);
  return markdown === undefined ? undefined : { span: place.span, markdown };
}

/** Of an object or a list only its bracket: a hover that marks pages of text is about none of it. */
function headOf(file: RequestFile, span: Span, offset: number): Span {
  const isContainer = /[{[]/.test(file.text.charAt(span.start)) && !file.text.startsWith('{{', span.start);
  if (!isContainer) return span;
  return offset <= span.start + 1 ? { start: span.start, end: span.start + 1 } : { start: span.end - 1, end: span.end };
}
