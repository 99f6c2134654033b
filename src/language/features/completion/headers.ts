import { methodOf, textOf } from '../../syntax/queries';
import { endpointsAt, writtenTarget } from '../writtenTarget';
import { headerNamed, headerTable } from '../headerTable';
import { openReferenceAt } from '../openReference';
import type { Span } from '../../../base/text';
import type { HeaderLine } from '../../syntax/nodes';
import type { Completion, CompletionPlace, CompletionSource } from './completion';
import { isHeaderPlace } from './places';
import { queryLineRows } from './queries';

const proposed = headerTable.filter(({ isOfTransport }) => isOfTransport !== true);

/** Names of headers, values of those that have usual ones, and on an empty line also what continues the query. */
export const headerCompletions: CompletionSource = (place, known) => {
  const { line, offset, file } = place;
  if (line.kind === 'header') {
    if (openReferenceAt(file, offset) || offset < line.name.start) return [];
    if (offset > line.name.end) return line.colon ? valueRows(place, line) : [];
    const rows = nameRows(place, line.name, line);
    return line.colon || !/^\w*$/.test(textOf(file, line.name)) ? rows : [...rows, ...queryLineRows(place, known, line.name)];
  }
  if (!isHeaderPlace(place)) return [];
  const span = { start: offset, end: line.end };
  const rows = nameRows(place, span);
  const example = exampleHeaders(place);
  const needed = rows.filter(({ kind, label }) => kind === 'header' && label in example);
  return [...needed, ...queryLineRows(place, known, span), ...rows.filter((row) => !needed.includes(row))];
};

/** Headers of the description's example for the endpoint. */
function exampleHeaders({ file, block }: CompletionPlace): Readonly<Record<string, string>> {
  const written = writtenTarget(file, block);
  const method = methodOf(file, block);
  const match = written && endpointsAt(file, written).find(({ endpoint }) => endpoint.method === method);
  return Object.fromEntries(Object.entries(match ? (match.endpoint.example.request.headers ?? {}) : {}).filter(([name]) => name !== 'Authorization'));
}

/** Those of the example first; those that stand there already are left out. */
function nameRows(place: CompletionPlace, span: Span, own?: HeaderLine): readonly Completion[] {
  const { block, file } = place;
  const present = new Set(block.request?.headers.filter((line) => line !== own).map(({ name }) => textOf(file, name).toLowerCase()));
  const example = exampleHeaders(place);
  const open = proposed.filter(({ name }) => !present.has(name.toLowerCase()));
  const ordered = [...open.filter(({ name }) => name in example), ...open.filter(({ name }) => !(name in example))];
  const colon = own?.colon === true;
  return ordered.map(({ name, about, values = [] }) => ({
    kind: 'header',
    label: name,
    description: about,
    span,
    ...(!colon && { insert: `${name}: `, ...(values.length > 0 && { continues: true }) }),
  }));
}

function valueRows(place: CompletionPlace, { name, value }: HeaderLine): readonly Completion[] {
  const { file, offset, line } = place;
  const known = headerNamed(textOf(file, name));
  if (!known?.values) return [];
  const colon = file.text.indexOf(':', name.end);
  if (offset <= colon) return [];
  const isEmpty = value.start === value.end;
  const span = isEmpty ? { start: offset, end: Math.max(offset, line.end) } : { start: Math.min(value.start, offset), end: Math.max(value.end, offset) };
  const usual = exampleHeaders(place)[known.name];
  const values = [...new Set([...(usual === undefined ? [] : [usual]), ...known.values])];
  // A blank between colon and value, where none is written.
  const blank = offset === colon + 1 ? ' ' : '';
  return values.map((label) => ({ kind: 'value', label, span, ...(blank !== '' && { insert: blank + label }) }));
}
