import { LineIndex, type Span } from '../base/text';
import { escapeMarkdown } from '../insight/markdown';
import { shownValue } from '../language/features/shownValue';
import { variableAt } from '../language/features/variableAt';
import type { FileScope } from './check';
import type { HostFiles } from './host';
import { originText } from './session/originWords';
import { readVariables } from './around/surroundings';

/** What there is to say about a variable. */
export interface VariableHover {
  readonly span: Span;
  /** Every text in it is escaped. */
  readonly markdown: string;
}

/** Characters of a value that are shown. */
const longestValue = 200;

/**
 * The variable under `offset`: its value as written (`•••` when it is secret, or its name says so), and
 * every place that defines it, the winner first. Undefined when there is no variable, or nothing defines it.
 */
export async function variableHover(files: HostFiles, scope: FileScope, offset: number): Promise<VariableHover | undefined> {
  const { file } = scope;
  const found = variableAt(file, offset, await readVariables(files, scope));
  if (!found) return undefined;
  const lines = new LineIndex(file.text);
  const places = found.definitions.map(({ origin, written, wins }) => {
    const value = origin.kind === 'prompt' ? '' : `${escapeMarkdown(shownValue({ name: found.name, written }, longestValue) || '(empty)')} · `;
    return `- ${value}${escapeMarkdown(originText(origin, lines, scope.environment))}${wins && found.definitions.length > 1 ? ' *(this one counts)*' : ''}`;
  });
  return { span: found.span, markdown: [`**${escapeMarkdown(found.name)}**`, '', ...places].join('\n') };
}
