import { type ParseError, parseTree, type Node } from 'jsonc-parser';
import type { WireRequest } from '../../http/exchange';

/** Largest body that is checked; DT's are a few kilobytes. */
const readLimit = 2_000_000;

/** Deeper than this nothing is looked for by name; DT's bodies are four levels deep. */
const deepest = 100;

/** A body as JSON: the tree, or where it stops being JSON. */
export interface JsonTree {
  readonly text: string;
  readonly root: Node | undefined;
  readonly error: ParseError | undefined;
}

const trees = new WeakMap<WireRequest, { readonly tree: JsonTree | undefined }>();

/** The request's body as JSON, parsed once for each request; undefined for none, or too large or too deep a one. */
export function jsonBody(request: WireRequest): JsonTree | undefined {
  let made = trees.get(request);
  if (!made) trees.set(request, (made = { tree: parsedBody(request) }));
  return made.tree;
}

function parsedBody({ body }: WireRequest): JsonTree | undefined {
  if (!body || body.length === 0 || body.length > readLimit) return undefined;
  const text = new TextDecoder().decode(body);
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
    return { text, root, error: errors[0] };
  } catch (error) {
    // The parser recurses: thousands of nested brackets end its stack. Nothing can be said of such a body.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** All property names of a body with their pointers, in the order written, down to a depth of 100. */
export function propertyNames(root: Node | undefined): readonly { readonly name: string; readonly pointer: string }[] {
  const found: { name: string; pointer: string }[] = [];
  const visit = (node: Node, pointer: string, depth: number) => {
    if (depth > deepest) return;
    for (const [index, child] of (node.children ?? []).entries()) {
      if (node.type === 'array') visit(child, `${pointer}/${index}`, depth + 1);
      if (child.type !== 'property') continue;
      const [key, value] = child.children ?? [];
      const name = String(key?.value);
      const inner = `${pointer}/${escapePointer(name)}`;
      found.push({ name, pointer: inner });
      if (value) visit(value, inner, depth + 1);
    }
  };
  if (root) visit(root, '', 0);
  return found;
}

/** The texts that a body holds with their pointers, in the order written, down to a depth of 100; so many at most. */
export function textValues(root: Node | undefined, most: number): readonly { readonly value: string; readonly pointer: string }[] {
  const found: { value: string; pointer: string }[] = [];
  const visit = (node: Node, pointer: string, depth: number) => {
    if (depth > deepest || found.length >= most) return;
    if (node.type === 'string') found.push({ value: String(node.value), pointer });
    for (const [index, child] of (node.children ?? []).entries()) {
      const [key, value] = child.type === 'property' ? (child.children ?? []) : [];
      if (node.type === 'array') visit(child, `${pointer}/${index}`, depth + 1);
      else if (key && value) visit(value, `${pointer}/${escapePointer(String(key.value))}`, depth + 1);
    }
  };
  if (root) visit(root, '', 0);
  return found;
}

/** RFC 6901, section 3. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
