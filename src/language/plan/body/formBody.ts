import type { Finding } from '../../../base/finding';
import type { BodyLine, BodyNode, FileLine } from '../../syntax/nodes';
import { trimmed } from '../../syntax/scanner';
import type { BodyComposer } from './bodyComposer';
import { finding } from '../findings';

/** Adds a form: lines are trimmed and joined, blank ones vanish, files stand as they are; nothing is encoded. */
export function composeForm(composer: BodyComposer, body: BodyNode): readonly Finding[] {
  const { text } = composer.scope.file;
  const findings: Finding[] = [];
  let above = '';
  for (const line of body.lines) {
    if (line.kind === 'file') composer.file(line);
    else composer.written(trimmed(text, line.start, line.end), 'body');
    const written = writtenOn(text, line);
    if (lacksAmpersand(above, written)) findings.push(finding('body.form-ampersand', line, { insertAt: trimmed(text, line.start, line.end).start }));
    if (written !== '') above = written;
  }
  return findings;
}

function writtenOn(text: string, line: BodyLine | FileLine): string {
  const { start, end } = trimmed(text, line.start, line.end);
  return line.kind === 'file' ? '<' : text.slice(start, end);
}

/** `a=1` above `b=2` is sent as `a=1b=2`: hardly what is meant. A value that goes on has no name in front of it. */
function lacksAmpersand(above: string, written: string): boolean {
  return above.includes('=') && !above.endsWith('&') && /^[A-Za-z_][\w.[\]-]*[ \t]*=(?!=|$)/.test(written);
}
