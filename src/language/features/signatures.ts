import type { Span } from '../../base/text';
import type { RequestFile } from '../syntax/nodes';
import { lineAt, textOf } from '../syntax/queries';
import { directiveHelp, type Help, type Parameter, systemHelp, usageOf } from './directiveHelp';
import { openReferenceAt, typedCall } from './openReference';

/** One way to write what somebody types. */
export interface Signature {
  readonly label: string;
  /** Markdown of ours. */
  readonly documentation: string;
  readonly parameters: readonly { /** In `label`. */ readonly span: Span; /** Markdown of ours. */ readonly help: string }[];
}

/** The signatures of a directive or a system variable, and where the cursor is among them. */
export interface Signatures {
  /** At least one. */
  readonly all: readonly Signature[];
  readonly active: number;
  /** Of the active one; the number of its parameters behind the last. */
  readonly parameter: number;
}

/** What may be written at `offset`, behind the name of a directive or of a system variable; undefined elsewhere, and where nothing may follow. */
export function signaturesAt(file: RequestFile, offset: number): Signatures | undefined {
  const reference = openReferenceAt(file, offset);
  const call = reference && typedCall(reference.typed);
  if (call) {
    const help = systemHelp(call.name);
    return help && signaturesOf(help, 0, call.index);
  }
  const line = lineAt(file, offset);
  if (line.kind !== 'directive' && line.kind !== 'assertion') return undefined;
  const from = line.kind === 'directive' ? line.name.end : line.start + 2;
  const [, typed] = /^\s*[\s=](.*)$/.exec(offset > from && offset <= line.end ? file.text.slice(from, Math.min(offset, from + 1000)) : '') ?? [];
  const help = typed === undefined ? undefined : directiveHelp(line.kind === 'directive' ? textOf(file, line.name) : 'expect');
  if (typed === undefined || !help) return undefined;
  const words = typed.trimStart().split(/\s+/);
  const active = Math.max(0, help.forms.length > 1 ? help.forms.findIndex(([first]) => first?.label === words[0]) : 0);
  // A text of several words is the last argument.
  return signaturesOf(help, active, Math.min(words.length, help.forms[active]?.length ?? 0) - 1);
}

function signaturesOf(help: Help, active: number, parameter: number): Signatures | undefined {
  if (help.forms.every((form) => form.length === 0)) return undefined;
  return { all: help.forms.map((form) => signatureOf(help, form)), active, parameter };
}

function signatureOf(help: Help, form: readonly Parameter[]): Signature {
  const label = usageOf(help, form);
  let end = label.length - form.map((parameter) => ` ${parameter.label}`).join('').length;
  const parameters = form.map((parameter) => {
    const start = end + 1;
    end = start + parameter.label.length;
    return { span: { start, end }, help: parameter.help };
  });
  return { label, documentation: help.does, parameters };
}
