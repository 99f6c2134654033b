import type { CompletionSource } from './completion';

const version = 'HTTP/1.1';

/** The version behind a target, the one there is, once it is begun. */
export const versionCompletions: CompletionSource = ({ file, line, offset }) => {
  if (line.kind !== 'request-line') return [];
  const before = file.text.slice(Math.max(line.start, offset - 1000), offset);
  const word = /\S\s+(\S+)$/.exec(before)?.[1];
  const { target, method } = line;
  // Right behind the method begins the target.
  if (word === undefined || offset - word.length <= target.start || (method && offset <= method.end)) return [];
  const rest = /^\S*/.exec(file.text.slice(offset, line.end))?.[0] ?? '';
  const isBegun = version.startsWith(word.toUpperCase()) || /^http\//i.test(word);
  return isBegun ? [{ kind: 'value', label: version, span: { start: offset - word.length, end: offset + rest.length } }] : [];
};
