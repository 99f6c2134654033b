import type { TextEdit } from '../base/text';
import type { RequestEdit } from '../http/requestPart';
import { lineEndOf } from './features/fixes/fix';
import { exactEdit } from './plan/parts';
import type { PlacedRequest } from './plan/plan';
import type { DirectiveLine, RequestFile } from './syntax/nodes';
import { directivesOf } from './syntax/queries';

type Host = Extract<RequestEdit, { readonly kind: 'send-to' }>['host'];

/**
 * Sends the planned request to another base: by `@host` where the target is a path, else by the
 * variable of that base in place of what names host and version. Undefined when it cannot be done
 * honestly: the request goes there already, its target names no version, or a `Host` header decides.
 *
 * @param shift How far the planned block has moved in `file`; the edit is in the offsets of the plan.
 */
export function sendTo(plan: PlacedRequest, file: RequestFile, shift: number, host: Host): TextEdit | undefined {
  const { target, targetText } = plan.parts.sources;
  if (target.base !== undefined) return target.base === host ? undefined : byDirective(plan, file, shift, host);
  const version = /^(\/emulator)?\/v\d[^/?]*/.exec(target.target)?.[0];
  if (!target.authority || target.prefix !== '' || version === undefined) return undefined;
  return exactEdit({ text: targetText, start: 0, end: target.authority.end + version.length }, `{{${host}Base}}`);
}

/** Takes `@auth` out, so that the account signs. Undefined where the block has none. */
export function sign(plan: PlacedRequest, file: RequestFile, shift: number): TextEdit | undefined {
  const line = directiveLine(plan, file, shift, 'auth');
  return line && { span: { start: line.start - shift, end: line.next - shift }, newText: '' };
}

/** Gives the request so much time by `@timeout`, in place of what stands there. */
export function setTimeoutTo(plan: PlacedRequest, file: RequestFile, shift: number, value: string): TextEdit {
  return setDirective(plan, file, shift, 'timeout', value);
}

/** Lets another account sign by `@account`, in place of the one that stands there. Undefined for a name that would be read otherwise. */
export function signAs(plan: PlacedRequest, file: RequestFile, shift: number, name: string): TextEdit | undefined {
  return /\{\{|[\r\n]/.test(name) || name.trim() !== name ? undefined : setDirective(plan, file, shift, 'account', name);
}

/** The API is what a path goes to without a word. */
function byDirective(plan: PlacedRequest, file: RequestFile, shift: number, host: Host): TextEdit | undefined {
  const line = directiveLine(plan, file, shift, 'host');
  if (line && host === 'api') return { span: { start: line.start - shift, end: line.next - shift }, newText: '' };
  return !line && host === 'api' ? undefined : setDirective(plan, file, shift, 'host', host);
}

/** Changes the argument of a directive, or puts it on a line of its own above the request line. */
function setDirective(plan: PlacedRequest, file: RequestFile, shift: number, name: string, argument: string): TextEdit {
  const line = directiveLine(plan, file, shift, name);
  if (line) return { span: { start: line.argument.start - shift, end: line.argument.end - shift }, newText: argument };
  const { start } = plan.parts.sources.request.line;
  return { span: { start, end: start }, newText: `# @${name} ${argument}${lineEndOf(file)}` };
}

function directiveLine(plan: PlacedRequest, file: RequestFile, shift: number, directive: string): DirectiveLine | undefined {
  const block = file.blocks.find(({ start }) => start === plan.block.start + shift);
  return block && directivesOf(file, block).find(({ name }) => name === directive)?.line;
}
