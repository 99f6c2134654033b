import { methodOf, textOf } from '../../syntax/queries';
import { endpointsAt, writtenTarget } from '../writtenTarget';
import { openReferenceAt } from '../openReference';
import type { Span } from '../../../base/text';
import type { HeaderLine } from '../../syntax/nodes';
import type { Completion, CompletionPlace, CompletionSource } from './completion';
import { isHeaderPlace } from './places';
import { queryLineRows } from './queries';

/** Headers that a request to the API or to a receiver may bring, what for, and values of them. */
const headers: readonly { readonly name: string; readonly about: string; readonly values?: readonly string[] }[] = [
  { name: 'Content-Type', about: 'What the body is', values: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=boundary', 'text/plain', 'application/octet-stream'] },
  { name: 'Accept', about: 'What the answer may be; JSON when it is left out', values: ['application/json', 'text/event-stream', '*/*'] },
  { name: 'Accept-Encoding', about: 'How the answer may be compressed; sent when it is left out', values: ['gzip, deflate, br, zstd', 'identity'] },
  { name: 'Accept-Language', about: 'Which language is preferred', values: ['en'] },
  { name: 'Authorization', about: 'Not needed: the account signs', values: ['Basic {{user}}:{{password}}', 'Bearer {{token}}'] },
  { name: 'Cache-Control', about: 'Whether a cache may answer', values: ['no-cache', 'no-store'] },
  { name: 'Cookie', about: 'There is no cookie jar' },
  { name: 'Host', about: 'Sends a path to this host' },
  { name: 'If-Match', about: 'Only when it is still this version' },
  { name: 'If-None-Match', about: 'Only when it is another version', values: ['*'] },
  { name: 'If-Modified-Since', about: 'Only when it was changed since', values: ['{{$datetime rfc1123 -1 d}}'] },
  { name: 'Range', about: 'Only a part', values: ['bytes=0-1023'] },
  { name: 'Referer', about: 'Where the request comes from' },
  { name: 'User-Agent', about: 'Who asks; sent when it is left out' },
  { name: 'X-Request-Id', about: 'To find the request again in logs', values: ['{{$guid}}'] },
  { name: 'X-Sandbox-Fault', about: 'Orders a failure of the sandbox', values: ['503; times=2', '429; retry-after=2; times=1', '500', '403; body=html', 'delay=2000', 'reset', 'hang'] },
];

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
  const needed = rows.filter(({ kind, label }) => kind === 'header' && label in exampleHeaders(place));
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
  const open = headers.filter(({ name }) => !present.has(name.toLowerCase()));
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
  const wanted = textOf(file, name).toLowerCase();
  const known = headers.find((each) => each.name.toLowerCase() === wanted);
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
