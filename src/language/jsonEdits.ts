import type { Node } from 'jsonc-parser';
import type { TextEdit } from '../base/text';
import type { RequestEdit } from '../http/requestPart';
import { exactEdit } from './plan/parts';
import type { PlacedRequest } from './plan/plan';

export type AddJson = Extract<RequestEdit, { readonly kind: 'add-json' }>;

/**
 * Takes the comma behind a property or element with it, or the one in front of the last. Undefined
 * when it cannot be done honestly.
 */
export function removeJson(plan: PlacedRequest, pointer: string): TextEdit | undefined {
  const { body } = plan.parts.sources;
  const value = plan.parts.jsonNode(pointer);
  const child = value?.parent?.type === 'property' ? value.parent : value;
  const siblings = child?.parent?.children;
  if (!body || !child || !siblings) return undefined;
  const index = siblings.indexOf(child);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  const start = after || !before ? child.offset : endOf(before);
  return exactEdit({ text: body, start, end: after?.offset ?? endOf(child) }, '');
}

/**
 * Adds properties, all to the object at `pointer`, set apart like its last one. Undefined when there
 * is no such object, one of them is in it already, or its end came from a reference.
 */
export function addToObject(plan: PlacedRequest, pointer: string, additions: readonly AddJson[]): TextEdit | undefined {
  const { body } = plan.parts.sources;
  const object = plan.parts.jsonNode(pointer);
  if (!body || object?.type !== 'object') return undefined;
  const properties = object.children ?? [];
  if (additions.some(({ name }) => properties.some((property) => property.children?.[0]?.value === name))) return undefined;
  const written = additions.map(({ name, value }) => `${JSON.stringify(name)}: ${value}`);
  const last = properties.at(-1);
  if (!last) return exactEdit({ text: body, start: object.offset + 1, end: endOf(object) - 1 }, ` ${written.join(', ')} `);
  const gap = gapBefore(body.text, last.offset);
  return exactEdit({ text: body, start: endOf(last), end: endOf(last) }, written.map((property) => `,${gap}${property}`).join(''));
}

/** The blanks and line ends in front of a property; a blank where there are none. */
function gapBefore(text: string, offset: number): string {
  const before = text.slice(0, offset);
  return before.slice(before.trimEnd().length) || ' ';
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}
