import { type DirectiveSpec, directiveTable } from '../../plan/directiveTable';
import type { DirectiveLine, RequestFile } from '../../syntax/nodes';
import { directivesOf, foldDirective, requestNames, textOf } from '../../syntax/queries';
import type { Span } from '../../../base/text';
import type { Authoring } from '../authoring';
import { directiveHelp, type Help, helpMarkdown, usageOf } from '../directiveHelp';
import type { Completion, CompletionPlace, CompletionSource } from './completion';
import { requestsFor } from './references';
import { escapeSnippet, TabStops } from './snippetText';

/** Directives in a comment, and what may follow their names. Paths and demands are the business of others. */
export const directiveCompletions: CompletionSource = (place, known) => {
  const name = nameSpan(place);
  return name ? nameCompletions(place, name) : argumentCompletions(place, known);
};

/** What a directive's name takes the place of, its `@` included; undefined where none can stand. */
function nameSpan({ file, line, offset }: CompletionPlace): Span | undefined {
  if (line.kind === 'directive') {
    const span = { start: line.name.start - 1, end: line.name.end };
    return offset > span.start && offset <= span.end ? span : undefined;
  }
  // An empty comment begins prose.
  return line.kind === 'comment' && offset === line.content.end && textOf(file, line.content) === '@' ? line.content : undefined;
}

/** Those that are carried out and are not there yet. */
function nameCompletions({ file, line, block, offset }: CompletionPlace, span: Span): readonly Completion[] {
  const others = new Set(directivesOf(file, block).filter((each) => each.line.start !== line.start).map(({ name }) => name));
  const specs = directiveTable.filter(({ name, later, repeatable }) => !later && (repeatable || !others.has(foldDirective(name))));
  const hasArgument = line.kind === 'directive' && line.argument.end > line.argument.start;
  const blank = /[#/]$/.test(file.text.slice(line.start, span.start)) ? ' ' : '';
  return specs.flatMap((spec): readonly Completion[] => {
    const help = directiveHelp(spec.name);
    if (!help) return [];
    const label = `@${spec.name}`;
    const [form = []] = help.forms;
    const inserted = hasArgument ? { insert: blank + label } : withArgument(spec, help, blank, nameFor(file, offset, block.separator?.title));
    return [{ kind: 'directive', label, detail: help.forms.length > 1 ? ' …' : usageOf(help, form).slice(label.length), documentation: helpMarkdown(help), span, ...inserted }];
  });
}

/** The name with what follows: nothing, tab stops for texts, or the next proposals. */
function withArgument({ name, values, refersTo }: DirectiveSpec, { forms }: Help, blank: string, ownName: string): Pick<Completion, 'insert' | 'isSnippet' | 'continues'> {
  const insert = `${blank}@${name}`;
  if (values || refersTo || name === 'expect') return { insert: `${insert} `, continues: true };
  const needed = (forms[0] ?? []).filter(({ label }) => !label.startsWith('[') || name.startsWith('prompt'));
  if (needed.length === 0) return { insert };
  const stops = new TabStops();
  const texts = needed.map(({ label }) => (name === 'name' && ownName !== '' ? ownName : label.replace(/\W/g, '').toLowerCase()));
  return { insert: `${escapeSnippet(insert)} ${texts.map((text) => stops.next(text)).join(' ')}`, isSnippet: true };
}

function argumentCompletions(place: CompletionPlace, known: Authoring): readonly Completion[] {
  const { file, line, offset } = place;
  const span = line.kind === 'directive' ? argumentSpan(file, line, offset) : undefined;
  if (line.kind !== 'directive' || !span) return [];
  const written = foldDirective(textOf(file, line.name));
  const spec = directiveTable.find(({ name }) => foldDirective(name) === written);
  const help = spec && directiveHelp(spec.name);
  if (!help) return [];
  const documentation = helpMarkdown(help);
  if (spec.name === 'name') return [nameFor(file, offset, place.block.separator?.title)].filter((name) => name !== '').map((label) => ({ kind: 'request', label, span, documentation }));
  if (spec.refersTo === 'request') return requestsFor(place, known).map(({ name, line: request, from }) => ({ kind: 'request', label: name, detail: ` ${request}`, ...(from !== '' && { description: from }), span }));
  if (spec.refersTo === 'account') return known.accounts.map((label) => ({ kind: 'account', label, span }));
  return (spec.values ?? []).map((label) => ({ kind: 'value', label, span, documentation }));
}

/** The argument around `offset`, which may be empty; undefined in front of it. */
export function argumentSpan(file: RequestFile, { name, argument }: DirectiveLine, offset: number): Span | undefined {
  const between = file.text.slice(name.end, Math.max(offset, name.end));
  if (argument.end === argument.start) return /^(?:[ \t]+|[ \t]*=[ \t]*)$/.test(between) ? { start: offset, end: offset } : undefined;
  return offset < argument.start ? undefined : { start: argument.start, end: Math.max(offset, argument.end) };
}

/** A name for a request after its title: `List all devices` becomes `listAllDevices`. Empty without a title, or when it is taken. */
function nameFor(file: RequestFile, offset: number, title: Span | undefined): string {
  const words = title && title.end <= offset ? (textOf(file, title).match(/[A-Za-z0-9]+/g) ?? []) : [];
  const name = words.map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1)).join('');
  return /^[A-Za-z]\w{0,60}$/.test(name) && !requestNames(file).claims.has(name) ? name : '';
}
