import { type EventField, type EventType, eventNamed } from '../../api/events';
import type { Span } from '../../base/text';
import { escapeMarkdown } from '../../insight/markdown';
import { jsonTokenAt } from '../../language/features/hover/tokenAt';
import type { HoverTime } from './apiHover';
import { timeWords } from './timeWords';

/** Markdown about a piece of a text. */
export interface HoverText {
  readonly span: Span;
  /** Every text of the document in it is escaped. */
  readonly markdown: string;
}

/** Characters of the longest value that is repeated in a hover. */
const longestValue = 60;

/**
 * What can be said of a value of JSON in an answer: of a time when that is here and how long ago, of the field
 * of an event its unit and its known values. Undefined for all others.
 */
export function answerHover(text: string, offset: number, { now, timeZone }: HoverTime): HoverText | undefined {
  const token = jsonTokenAt(text, offset);
  if (!token) return undefined;
  const { span, isName, names } = token;
  const moment = isName ? undefined : timeWords(token.text.replace(/^"|"$/g, ''), now, timeZone);
  if (moment !== undefined) return { span, markdown: escapeMarkdown(moment) };
  const found = eventFieldOf(names);
  const markdown = found && fieldWords(found, isName || token.text.length > longestValue ? undefined : token.text);
  return markdown === undefined ? undefined : { span, markdown };
}

/** A field of an event that names lead to, the nearest first: `value`, `temperature`. */
function eventFieldOf(names: readonly string[]): { readonly event: EventType; readonly field: EventField } | undefined {
  for (let above = 1; above < names.length; above++) {
    const event = eventNamed(names[above] ?? '');
    if (!event) continue;
    let fields: readonly EventField[] | undefined = event.fields;
    let field: EventField | undefined;
    for (const name of names.slice(0, above).reverse()) {
      field = fields?.find((each) => each.name === name);
      fields = field?.items;
    }
    if (field) return { event, field };
  }
  return undefined;
}

function fieldWords({ event, field }: { readonly event: EventType; readonly field: EventField }, value: string | undefined): string | undefined {
  if (field.unit === undefined && field.enum === undefined) return undefined;
  const isNumber = value !== undefined && /^-?\d/.test(value);
  const shown = isNumber && field.unit !== undefined ? `**${escapeMarkdown(`${value} ${field.unit}`)}** · ` : '';
  return [
    `${shown}${escapeMarkdown(field.name)} of the event ${escapeMarkdown(event.type)}${field.unit !== undefined && !isNumber ? `, in ${escapeMarkdown(field.unit)}` : ''}`,
    ...(field.enum === undefined ? [] : [`One of ${field.enum.map(escapeMarkdown).join(', ')}`]),
    `Sent: ${escapeMarkdown(event.trigger)}`,
  ].join('\n\n');
}
