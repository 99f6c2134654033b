import type { QueryParameter } from '../../../api/description';
import { holds } from '../../../base/text';
import { methodOf, textOf } from '../../syntax/queries';
import type { Authoring } from '../authoring';
import { endpointsAt, type WrittenParameter, type WrittenTarget, writtenTarget } from '../writtenTarget';
import { openReferenceAt } from '../openReference';
import type { Completion, CompletionPlace, CompletionSource } from './completion';
import { shortParameterWords } from '../apiFacts';
import { beside, escaped, parameterDetail, parameterText } from './described';
import { valuesAt } from './idRows';
import { queryValueRows } from './queryValues';

/** Names and values of query parameters, on the request line and on lines that continue it. */
export const queryCompletions: CompletionSource = (place, known) => {
  const { block, line, offset, file } = place;
  if ((line.kind !== 'request-line' && line.kind !== 'query') || openReferenceAt(file, offset)) return [];
  const written = writtenTarget(file, block, valuesAt(place, known));
  const at = written?.parameters.find(({ name, value }) => holds({ start: name.start, end: (value ?? name).end }, offset));
  if (!written || !at) return [];
  const parameters = parametersFor(place, written);
  if (offset <= at.name.end) return nameRows(place, parameters, written, at);
  const name = textOf(file, at.name);
  const parameter = parameters.find((each) => each.name === name || each.aliases?.includes(name));
  return parameter && at.value ? queryValueRows(place, known, parameter, written, at.value) : [];
};

/** Parameters of the endpoint, or of all verbs of its path when it has not that one. */
function parametersFor({ file, block }: CompletionPlace, written: WrittenTarget): readonly QueryParameter[] {
  const all = endpointsAt(file, written);
  const method = methodOf(file, block).replace(/^HEAD$/, 'GET');
  const own = all.filter(({ endpoint }) => endpoint.method === method);
  const found = (own.length > 0 ? own : all).flatMap(({ endpoint }) => endpoint.queryParams);
  return [...new Map(found.map((each) => [each.name, each])).values()];
}

/** Whether somebody writes another spelling, and not the usual one. */
function isTyped(spelling: string, usual: string, typed: string): boolean {
  return spelling.toLowerCase().startsWith(typed) && !usual.toLowerCase().startsWith(typed);
}

/** Those that may still be written, required ones first, other spellings last and only once they are begun. */
function open({ file, offset }: CompletionPlace, parameters: readonly QueryParameter[], { parameters: written }: WrittenTarget, at?: WrittenParameter): readonly { readonly parameter: QueryParameter; readonly spelling: string }[] {
  const present = written.filter((each) => each !== at).map(({ name }) => textOf(file, name));
  const typed = at ? file.text.slice(at.name.start, offset).toLowerCase() : '';
  const rows = parameters.flatMap((parameter) => {
    const spellings = [parameter.name, ...(parameter.aliases ?? [])];
    const used = spellings.filter((each) => present.includes(each));
    // One spelling is enough of those that may be repeated, too.
    const left = used.length === 0 ? spellings.filter((each) => each === parameter.name || isTyped(each, parameter.name, typed)) : parameter.repeated ? used : [];
    return left.map((spelling) => ({ parameter, spelling }));
  });
  const rank = ({ parameter, spelling }: (typeof rows)[number]) => (spelling !== parameter.name ? 2 : parameter.required ? 0 : 1);
  return rows.sort((a, b) => rank(a) - rank(b));
}

function nameRows(place: CompletionPlace, parameters: readonly QueryParameter[], written: WrittenTarget, at: WrittenParameter): readonly Completion[] {
  return open(place, parameters, written, at).map((row) => ({ ...parameterRow(row), span: at.name, ...(at.value ? {} : { insert: `${row.spelling}=`, continues: true }) }));
}

function parameterRow({ parameter, spelling }: { readonly parameter: QueryParameter; readonly spelling: string }): Omit<Completion, 'span'> {
  const isAlias = spelling !== parameter.name;
  return {
    kind: 'parameter',
    label: spelling,
    detail: parameterDetail(parameter),
    ...(isAlias ? { description: `also ${parameter.name}` } : beside(spelling + parameterDetail(parameter), shortParameterWords(parameter))),
    documentation: isAlias ? `${escaped(`Another spelling of ${parameter.name}.`)}\n\n${parameterText(parameter)}` : parameterText(parameter),
  };
}

/** Lines that continue the query, for an empty line below the request: the parameters with their mark. */
export function queryLineRows(place: CompletionPlace, known: Authoring, span: Completion['span']): readonly Completion[] {
  const { file, block } = place;
  const written = writtenTarget(file, block, valuesAt(place, known));
  if (!written) return [];
  const mark = written.parameters.length > 0 ? '&' : '?';
  return open(place, parametersFor(place, written), written)
    .filter(({ parameter, spelling }) => parameter.name === spelling)
    .map((row) => ({ ...parameterRow(row), label: `${mark}${row.spelling}`, span, insert: `${mark}${row.spelling}=`, filter: row.spelling, continues: true }));
}
