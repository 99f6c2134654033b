import type { CurlCommand, CurlData, CurlField } from './curlCommand';
import type { Word } from './shellWords';
import { emptyReference, encodedWord, escaped, oneLine, plainText, written } from './writtenWord';

/** The body of a curl command as lines of a request file, and what comes with it. */
export interface CurlBody {
  readonly lines: readonly string[];
  /** To be added unless present. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Sentences for whoever reads the request. */
  readonly notes: readonly string[];
}

const lineOfMeaning = /^(?:###|<|>|\?\?|\{\{)/;

const formType = 'application/x-www-form-urlencoded';
const none: CurlBody = { lines: [], headers: [], notes: [] };

/** @param header The value of a header of the request; its name in lower case. */
export function curlBody(command: CurlCommand, header: (name: string) => string | undefined): CurlBody {
  if (command.fields.length > 0) return multipart(command.fields);
  if (command.upload) return fileBody(plainText(command.upload));
  if (command.flags.has('get') || command.data.length === 0) return none;
  const isJson = command.data.every(({ kind }) => kind === 'json');
  const jsonHeaders = [['Content-Type', 'application/json'], ['Accept', 'application/json']] as const;
  const body = ofData(command.data);
  if (isJson) return { ...body, headers: jsonHeaders };
  if (header('content-type') !== undefined) return isForm(header('content-type')) ? asForm(body) : body;
  if (!/^\s*[[{]/.test(body.lines.join('\n'))) return { ...asForm(body), headers: [['Content-Type', formType]] };
  return { ...body, headers: [['Content-Type', 'application/json']], notes: [...body.notes, `The command names no Content-Type: curl would send ${formType}, but the data looks like JSON.`] };
}

/** What `--get` and `--url-query` add to the query. */
export function addedQuery({ data, flags, queries }: CurlCommand): { readonly pieces: readonly string[]; readonly notes: readonly string[] } {
  const all: readonly CurlData[] = [...queries.map((word) => ({ kind: 'urlencode' as const, word })), ...(flags.has('get') ? data : [])];
  const pieces = all.map(pieceOf);
  return { pieces: pieces.flatMap((piece) => ('text' in piece ? [piece.text] : [])), notes: pieces.flatMap((piece) => ('file' in piece ? [`Left out: the query in the file ${piece.file}.`] : 'note' in piece ? [piece.note] : [])) };
}

function isForm(type: string | undefined): boolean {
  return type?.replace(/;.*/s, '').trim().toLowerCase() === formType;
}

/** Line ends of a form are not sent here. */
function asForm(body: CurlBody): CurlBody {
  return body.lines.length > 1 && !body.lines.some((line) => line.startsWith('< ')) ? { ...body, notes: [...body.notes, 'A form is sent without the line ends in it.'] } : body;
}

function ofData(data: readonly CurlData[]): CurlBody {
  const pieces = data.map(pieceOf);
  const notes = pieces.flatMap((piece) => ('note' in piece ? [piece.note] : []));
  const [only] = pieces;
  if (pieces.length === 1 && only && 'file' in only) return withNotes(fileBody(only.file), only.stripped ? ['curl leaves out the line ends of this file.'] : []);
  let hasBraces = false;
  const text = pieces.map((piece, index) => {
    // Braces of two pieces mean nothing together.
    const joint = (index === 0 || data[index]?.kind === 'json' ? '' : '&') + (hasBraces ? emptyReference : '');
    hasBraces = 'text' in piece && piece.text.includes('{{');
    return 'text' in piece ? joint + piece.text : 'file' in piece ? `${joint}\n< ${piece.file}\n` : joint;
  });
  const mixed = pieces.some((piece) => 'file' in piece);
  return mixed ? { ...none, lines: text.join('').split(/\r?\n/), notes } : withNotes(textBody(text.join('')), notes);
}

function withNotes(body: CurlBody, notes: readonly string[]): CurlBody {
  return { ...body, notes: [...body.notes, ...notes] };
}

type DataPiece = { readonly text: string } | { readonly file: string; readonly stripped: boolean } | { readonly note: string };

function pieceOf({ kind, word }: CurlData): DataPiece {
  const [first = '', ...more] = word;
  const isFile = typeof first === 'string' && first.startsWith('@') && kind !== 'raw' && kind !== 'urlencode';
  if (isFile) {
    const file = plainText([first.slice(1), ...more]);
    return file === '-' ? { note: 'Left out: the data that the command reads from its input.' } : { file, stripped: kind === 'data' };
  }
  if (kind !== 'urlencode') return { text: written(word) };
  const [, name = '', mark = '', start = ''] = typeof first === 'string' ? (/^([^=@]*)([=@]?)(.*)$/s.exec(first) ?? []) : [];
  if (mark === '@') return { note: `Left out: the file ${plainText([start, ...more])}, which curl encodes. Encode it, and write the result in its place.` };
  return { text: mark === '=' ? `${name === '' ? '' : `${written([name])}=`}${encodedWord([start, ...more])}` : encodedWord(word) };
}

function fileBody(path: string): CurlBody {
  // In a request file these braces would insert a value, whatever they were to the shell.
  if (escaped(path) !== path) return { ...none, notes: [`Left out: the file ${oneLine(path)}, whose name has braces that would mean something here.`] };
  return path === '-' || path === '.' ? { ...none, notes: ['Left out: the data that the command reads from its input.'] } : { ...none, lines: [`< ${oneLine(path)}`] };
}

/** Text as the lines of a body. */
function textBody(text: string): CurlBody {
  const lines = text.split(/\r?\n/);
  const last = lines.length - 1;
  // A line that would mean something in a request file, or a blank one at an end, starts with nothing.
  const safe = lines.map((line, index) => (((index === 0 || index === last) && line.trim() === '') || lineOfMeaning.test(line) ? emptyReference + line : line));
  return { ...none, lines: text === '' ? [] : safe, notes: text.includes('\r') ? ['The line ends of this body are those of this file now.'] : [] };
}

/** Types that curl knows by the ends of names. */
const types: Readonly<Record<string, string>> = { gif: 'image/gif', jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', svg: 'image/svg+xml', txt: 'text/plain', htm: 'text/html', html: 'text/html', pdf: 'application/pdf', xml: 'application/xml' };

function multipart(fields: readonly CurlField[]): CurlBody {
  const parts = fields.map(partOf);
  const content = parts.flatMap(({ lines }) => lines).join('\n');
  // One search for all of them: a foreign text may hold thousands.
  const taken = new Set(content.match(/dt-http-form(?:-\d+)?/g));
  let count = 2;
  while (taken.has(`dt-http-form-${count}`)) count++;
  const boundary = taken.size === 0 ? 'dt-http-form' : `dt-http-form-${count}`;
  return {
    lines: [...parts.flatMap(({ lines }) => [`--${boundary}`, ...lines]), `--${boundary}--`],
    headers: [['Content-Type', `multipart/form-data; boundary=${boundary}`]],
    notes: parts.flatMap(({ notes }) => notes),
  };
}

function partOf({ word, isLiteral }: CurlField): Pick<CurlBody, 'lines' | 'notes'> {
  const [first = '', ...more] = word;
  const [, name = '', start = ''] = typeof first === 'string' ? (/^([^=]*)=(.*)$/s.exec(first) ?? []) : [];
  const value: Word = [start, ...more];
  const head = `Content-Disposition: form-data; name="${quoted(written([name]))}"`;
  const source = isLiteral ? '' : start.charAt(0);
  if (source === '@' || source === '<') {
    const { path, type, filename } = withAttributes(plainText([start.slice(1), ...more]));
    const base = path.split(/[\\/]/).at(-1) ?? path;
    const found = type ?? types[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
    const heads = source === '@' ? [`${head}; filename="${quoted(escaped(filename ?? base))}"`, `Content-Type: ${oneLine(escaped(found))}`] : [head, ...(type === undefined ? [] : [`Content-Type: ${oneLine(escaped(type))}`])];
    const body = fileBody(path);
    return { ...body, lines: [...heads, '', ...body.lines] };
  }
  // Behind a semicolon stands what the value is, or nothing that is sent.
  const { path, type } = isLiteral || value.length > 1 ? { path: value } : withAttributes(start);
  const body = textBody(written(typeof path === 'string' ? [path] : path));
  return { ...body, lines: [head, ...(type === undefined ? [] : [`Content-Type: ${oneLine(escaped(type))}`]), '', ...(body.lines.length === 0 ? [''] : body.lines)] };
}

/** `path;type=text/csv;filename=x.csv` */
function withAttributes(text: string): { readonly path: string; readonly type?: string; readonly filename?: string } {
  const [, inQuotes, behind = ''] = /^"((?:[^"\\]|\\.)*)"(.*)$/s.exec(text) ?? [];
  const [plain = '', ...attributes] = (inQuotes === undefined ? text : behind).split(';');
  const path = inQuotes?.replace(/\\(["\\])/g, '$1') ?? plain;
  const read = (name: string) => attributes.find((each) => each.trim().startsWith(`${name}=`))?.trim().slice(name.length + 1).replace(/^"(.*)"$/, '$1');
  const [type, filename] = [read('type'), read('filename')];
  return { path, ...(type !== undefined && { type }), ...(filename !== undefined && { filename }) };
}

/** As curl escapes names. */
function quoted(text: string): string {
  return oneLine(text).replaceAll('"', '%22');
}
