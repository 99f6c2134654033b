import type { FieldSchema } from '../../../api/events';
import type { Span } from '../../../base/text';
import { requestNames } from '../../syntax/queries';
import type { RequestFile } from '../../syntax/nodes';
import { stepText } from '../../plan/missing';
import type { Authoring } from '../authoring';
import { childSchema, endpointOf, schemaOfAnswer } from '../schemaAt';
import type { Completion } from './completion';
import { typesOf } from './exampleValue';

/** JSON that is there, or what is known of one. */
export type Shape = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'schema'; readonly schema: FieldSchema };

/** What a named request of the file answers: as it did last, or else as its endpoint is described. Undefined when neither is known. */
export function answerShape(file: RequestFile, request: string, known: Authoring): Shape | undefined {
  const value = known.answerOf(request);
  if (value !== undefined) return { kind: 'value', value };
  const block = file.blocks[requestNames(file).ofBlocks.indexOf(request)];
  const endpoint = block && endpointOf(file, block)?.endpoint;
  const schema = endpoint && schemaOfAnswer(endpoint);
  return schema && { kind: 'schema', schema };
}

/** A step that leads from one value into it. */
interface Step {
  /** As it is written behind a path: `.name`, `['room no']`, `[0]`. */
  readonly text: string;
  readonly label: string;
  readonly shape: Shape | undefined;
}

/** Members and items that are proposed; nobody reads more. */
const mostSteps = 1000;

/** A step of a path: a name, an index, or a wildcard or filter, which all mean "any item". */
const stepPattern = /\.([A-Za-z_]\w*)|\[\s*(?:(-?\d+)|'([^'\\]*)'|"([^"\\]*)"|(\*|\?[^\]]*))\s*\]|\.(\*)/y;

/**
 * Proposes how a JSONPath goes on.
 *
 * @param path What is written of it up to the cursor, from the `$` on.
 * @param at Offset of the cursor, and up to where what is behind it belongs to the last step.
 */
export function pathSteps(root: Shape, path: string, at: Span): readonly Completion[] {
  // What is written of the last step; all before it has to be whole.
  const typed = /(?:\.[\w]*|\[[^\]]*)$/.exec(path)?.[0] ?? '';
  const shape = along(root, path.slice(1, path.length - typed.length));
  if (!shape) return [];
  const span = { start: at.start - typed.length, end: at.end };
  const steps = stepsOf(shape).filter(({ text }) => typed === '' || text[0] === typed[0] || (typed === '.' && text.startsWith('[')));
  // A name that is whole goes on with what is in it.
  const whole = steps.find(({ text, shape: inner }) => text === typed && inner !== undefined);
  const further = whole?.shape ? stepsOf(whole.shape).map((step) => ({ ...step, text: typed + step.text, label: whole.label + step.text })) : [];
  return [...further, ...steps].map(({ text, label, shape: inner }) => ({ kind: 'value', label, span, insert: text, filter: text.startsWith('[') && typed === '.' ? `.${text}` : text, ...described(inner) }));
}

/** What a path of whole steps leads to; undefined when that is not known. */
export function along(root: Shape, path: string): Shape | undefined {
  let shape: Shape | undefined = root;
  let from = 0;
  while (from < path.length && shape) {
    stepPattern.lastIndex = from;
    const match = stepPattern.exec(path);
    if (!match) return undefined;
    const [whole, name, index, single, double] = match;
    shape = childOf(shape, name ?? single ?? double ?? (index === undefined ? 0 : Number(index)));
    from += whole.length;
  }
  return shape;
}

function childOf(shape: Shape, step: string | number): Shape | undefined {
  if (shape.kind === 'schema') {
    const schema = childSchema(shape.schema, step);
    return schema && { kind: 'schema', schema };
  }
  const { value } = shape;
  const inner: unknown = Array.isArray(value) && typeof step === 'number' ? (value as unknown[]).at(step) : isObject(value) && typeof step === 'string' && Object.hasOwn(value, step) ? value[step] : undefined;
  return inner === undefined ? undefined : { kind: 'value', value: inner };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stepsOf(shape: Shape): readonly Step[] {
  if (isList(shape)) return ['[0]', '[*]'].map((text) => ({ text, label: text, shape: childOf(shape, 0) }));
  const names = shape.kind === 'value' ? (isObject(shape.value) ? Object.keys(shape.value).slice(0, mostSteps) : []) : Object.keys(shape.schema.properties ?? {});
  return names.map((name) => ({ text: stepText(name), label: name, shape: childOf(shape, name) }));
}

function isList(shape: Shape): boolean {
  return shape.kind === 'value' ? Array.isArray(shape.value) && shape.value.length > 0 : shape.schema.items !== undefined;
}

/** Types, never values: an answer may hold secrets. */
function described(shape: Shape | undefined): Pick<Completion, 'detail' | 'description'> {
  if (!shape) return {};
  if (shape.kind === 'schema') return { detail: ` ${typesOf(shape.schema).join(' or ')}`, ...(shape.schema.unit !== undefined && { description: shape.schema.unit }) };
  const { value } = shape;
  if (Array.isArray(value)) return { detail: ` array of ${value.length}` };
  return { detail: ` ${value === null ? 'null' : typeof value}` };
}
