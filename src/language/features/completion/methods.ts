import { holds } from '../../../base/text';
import type { RequestLine } from '../../syntax/nodes';
import { findPath } from '../../../api/description';
import { textOf } from '../../syntax/queries';
import { endpointsAt, writtenTarget } from '../writtenTarget';
import type { Completion, CompletionPlace, CompletionSource } from './completion';
import { shortTitle } from '../apiFacts';
import { isWords } from './places';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** The method of a request line that has a target; where it has none yet, `endpoints` proposes methods too. */
export const methodCompletions: CompletionSource = (place) => {
  const { line, offset } = place;
  if (line.kind !== 'request-line' || !line.method || line.target.start === line.target.end || isWords(place, line)) return [];
  return holds(line.method, offset) ? methodRows(place, line) : [];
};

/** Those that the path has come first, and tell what they do there. */
function methodRows({ file, block }: CompletionPlace, { method, target }: RequestLine): readonly Completion[] {
  const written = writtenTarget(file, block);
  const matches = written ? endpointsAt(file, written) : findPath('api', textOf(file, target));
  const known = new Map(matches.map(({ endpoint }) => [endpoint.method, shortTitle(endpoint)]));
  const ordered = [...methods.filter((each) => known.has(each)), ...methods.filter((each) => !known.has(each))];
  return ordered.map((label) => {
    const description = known.get(label);
    return { kind: 'method', label, span: method ?? target, ...(description !== undefined && { description }) };
  });
}

/** Methods to begin a request with. */
export function beginnings(span: Completion['span']): readonly Completion[] {
  return methods.map((label) => ({ kind: 'method', label, span, insert: `${label} `, continues: true }));
}
