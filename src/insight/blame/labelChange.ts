import type { Node } from 'jsonc-parser';
import { causesAt } from '../../api/errors';
import type { WireRequest } from '../../http/exchange';
import type { RequestView } from '../requestView';
import { documented, inferred } from '../say';
import { jsonBody } from './jsonTree';
import type { Problem } from './problem';

/** A batch update that names no label to add and none to remove: both lists are missing, or empty. Source: Python client. */
export function labelChangeProblems(view: RequestView, request: WireRequest): readonly Problem[] {
  const endpoint = view.endpoint?.endpoint;
  if (!endpoint || !causesAt(400, endpoint.method, endpoint.path).some(({ cause }) => cause === 'no-label-change')) return [];
  const root = jsonBody(request)?.root;
  if (root?.type !== 'object') return [];
  const add = property(root, 'addLabels');
  const remove = property(root, 'removeLabels');
  if (!isNothing(add) || !isNothing(remove)) return [];
  const isMissing = add === undefined && remove === undefined;
  return [{
    code: 'dt.400.no-label-change',
    part: { kind: 'body' },
    name: 'addLabels',
    weight: isMissing ? 'certain' : 'likely',
    headline: isMissing ? 'there is neither addLabels nor removeLabels' : 'addLabels and removeLabels are empty',
    doThis: documented('Add "addLabels": { "key": "value" } or "removeLabels": ["key"] to the body.'),
    why: isMissing ? documented('A batch update with neither addLabels nor removeLabels is refused.') : inferred('A batch update with neither addLabels nor removeLabels is refused, and empty ones may count as none.'),
    fix: {
      kind: 'edit', grade: 'template', title: 'Add a label to addLabels',
      edits: [add === undefined ? { kind: 'add-json', pointer: '', name: 'addLabels', value: '{ "key": "value" }' } : { kind: 'replace', part: { kind: 'json', pointer: '/addLabels', what: 'value' }, text: '{ "key": "value" }' }],
    },
  }];
}

/** Of equal names the last counts. */
function property(root: Node, name: string): Node | undefined {
  return root.children?.findLast((child) => child.children?.[0]?.value === name)?.children?.[1];
}

function isNothing(node: Node | undefined): boolean {
  return node === undefined || node.type === 'null' || ((node.type === 'object' || node.type === 'array') && (node.children ?? []).length === 0);
}
