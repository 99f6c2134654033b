import { type EnvironmentFile, environmentNames, parseEnvironmentFile } from '../../plan/environment';
import { type JsonContainer, jsonPlaceAt, readJsonPlaces } from '../jsonPlace';
import type { Completion } from './completion';
import { escapeSnippet } from './snippetText';

/** Characters of the longest file that is looked at. */
const longestFile = 1_000_000;

/**
 * The names that may be written at `offset` of an environment file, which its schema cannot know: of
 * environments that other files have, and of variables that other environments have. Empty elsewhere, and
 * of no value anything.
 *
 * @param others The environment files around it.
 */
export function environmentFileCompletions(text: string, offset: number, others: readonly EnvironmentFile[]): readonly Completion[] {
  const place = text.length > longestFile ? undefined : jsonPlaceAt(readJsonPlaces(text), offset);
  const depth = place?.on === 'name' ? depthOf(place.container) : 0;
  if (!place || depth < 1 || depth > 2) return [];
  const { container, member, before } = place;
  const files = [parseEnvironmentFile(text, '', false), ...others];
  const names = depth === 1 ? environmentNames(files) : variableNames(files);
  // The one at the cursor too: it is what is replaced.
  const taken = new Set(container.members.flatMap(({ name }) => (name ? [text.slice(name.start + 1, name.end - 1)] : [])));
  const written = member?.name ?? { start: offset, end: offset };
  // A name that is not closed yet goes to the end of its line.
  const isOpen = written.end - written.start === 1 || text[written.end - 1] !== '"';
  const span = isOpen ? { start: written.start, end: Math.max(offset, written.start) } : written;
  const next = container.members[member ? member.index + 1 : before ? before.index + 1 : 0];
  const comma = next && member?.comma === undefined ? ',' : '';
  const value = member?.colon !== undefined ? '' : depth === 1 ? `: {$0\\}${comma}` : `: "$0"${comma}`;
  const quote = text[span.start] === '"' ? '"' : '';
  return names
    .filter((name) => !taken.has(name))
    .map((name) => ({ kind: depth === 1 ? 'environment' : 'variable', label: name, span, insert: escapeSnippet(JSON.stringify(name)) + value, isSnippet: true, filter: quote + name }));
}

/** Of the whole file 1, of an environment 2; 0 outside of everything, and in a list. */
function depthOf(container: JsonContainer): number {
  let depth = 0;
  for (let at: JsonContainer | undefined = container; at && at.kind !== 'top'; at = at.owner?.parent) {
    if (at.kind !== 'object' || depth > 2) return 0;
    depth++;
  }
  return depth;
}

/** Each once, in order. */
function variableNames(files: readonly EnvironmentFile[]): readonly string[] {
  return [...new Set(files.flatMap(({ environments }) => [...environments.values()].flatMap((variables) => [...variables.keys()])))];
}
