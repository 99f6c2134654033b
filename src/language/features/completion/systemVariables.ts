import { isReadable, systemNames } from '../../plan/systemVariables';
import { timeUnits } from '../../plan/wrongArguments';
import type { Authoring } from '../authoring';
import { helpMarkdown, systemHelp, usageOf } from '../directiveHelp';
import { type OpenReference, type TypedCall, typedCall } from '../openReference';
import type { Completion } from './completion';
import { ended, finished, unfinished } from './insertReference';

/** Where in a reference somebody types. */
interface Place {
  readonly reference: OpenReference;
  /** Text of the file. */
  readonly text: string;
  /** What stands from the cursor to the end of the reference. */
  readonly rest: string;
}

/** System variables, their arguments, and the names of what they read. `text` is that of the file. */
export function systemCompletions(reference: OpenReference, text: string, known: Authoring): readonly Completion[] {
  const { typed, name } = reference;
  const place = { reference, text, rest: text.slice(name.start + typed.length, name.end) };
  const [, key] = /^\$env\.(\S*)$/.exec(typed) ?? [];
  if (key !== undefined) return outsideNames(place, key, known.outside?.processEnv);
  const call = typedCall(typed);
  return call ? argumentCompletions(place, call, known) : nameCompletions(place);
}

function nameCompletions({ reference, text, rest }: Place): readonly Completion[] {
  const { name, typed } = reference;
  const [head = ''] = /^[\w.]*/.exec(rest) ?? [];
  const span = { start: name.start, end: name.start + typed.length + head.length };
  const hasArguments = rest.length > head.length;
  return systemNames.flatMap((label): readonly Completion[] => {
    const help = systemHelp(label);
    const [form = []] = help?.forms ?? [];
    const isWanting = form.some((parameter) => !parameter.label.startsWith('['));
    const inserted = hasArguments ? { span, insert: label } : label.endsWith('.') || isWanting ? unfinished(reference, span, label.endsWith('.') ? label : `${label} `) : form.length > 0 ? finished(reference, span, label) : ended(reference, span, label, text);
    return help ? [{ kind: 'variable', label, detail: usageOf(help, form).slice(label.length), documentation: helpMarkdown(help), ...inserted }] : [];
  });
}

/** Arguments that are proposed for each parameter, by its label in the help. */
const proposed: Readonly<Record<string, readonly string[]>> = {
  FORMAT: ['iso8601', 'rfc1123', '"YYYY-MM-DD"', '"YYYY-MM-DDTHH:mm:ss[Z]"'],
  '[OFFSET]': ['-1 d', '-1 h', '-15 m', '-7 d', '-1 M', '1 d', '1 h'],
  '[UNIT]': timeUnits,
  '[MIN]': ['1 100', '0 1000'],
};

function argumentCompletions(place: Place, { name, index, word }: TypedCall, known: Authoring): readonly Completion[] {
  const parameter = systemHelp(name)?.forms[0]?.[index];
  if (!parameter) return [];
  if (parameter.label === 'NAME') return outsideNames(place, word, known.outside?.[name === '$dotenv' ? 'dotenv' : 'processEnv']);
  return (proposed[parameter.label] ?? []).map((label) => ({ kind: 'value', label, documentation: parameter.help, ...inPlaceOf(place, word, label) }));
}

function outsideNames(place: Place, word: string, names: readonly string[] = []): readonly Completion[] {
  return names.filter(isReadable).map((label) => {
    const { span, insert = label } = inPlaceOf(place, word, label);
    return { kind: 'variable', label, ...(insert === label ? ended(place.reference, span, label, place.text) : { span, insert }) };
  });
}

/** The word before the cursor is replaced, and what of it stands behind. */
function inPlaceOf({ reference, rest }: Place, word: string, text: string): Pick<Completion, 'span' | 'insert'> {
  const offset = reference.name.start + reference.typed.length;
  const [tail = ''] = /^\S*/.exec(rest) ?? [];
  return finished(reference, { start: offset - word.length, end: offset + tail.length }, text);
}
