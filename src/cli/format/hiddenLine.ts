import type { Span } from '../../base/text';
import { mask, type Redactor } from '../../http/redact';
import type { Line, RequestFile } from '../../language/syntax/nodes';
import { findReferences } from '../../language/syntax/references';

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
/** `import ./other.http`, `run #name`: lines of another tool, which are read as headers here. */
const requestFileLine = /^\s*(?:import|run)\s+(?:#[\w-]+|[\w./\\-]+\.(?:http|rest))\s*$/i;
/** `Name: value` in a comment, a body or above the request, where it is no header but was meant as one. */
const headerLike = /^(\s*(?:(?:#+|\/\/)\s*)?)(?=([\w-]+))\2(\s*:\s+|:(?!\/\/|\d{1,5}(?:[/?#]|$)))(\S.*)$/;

/**
 * One line of a request file as it may be shown. Nothing has been planned when a file is refused,
 * so no secret is known: they are told by where they stand. Works on the whole line, since half a
 * secret can be told from nothing. References stay: what is between braces is no secret, and it is
 * often what the line is about.
 */
export function hiddenLine(file: RequestFile, line: Line, redactor: Redactor): string {
  const written = file.text.slice(line.start, line.end);
  const hidden = withoutSecrets(file, line, redactor);
  return hidden === written ? hidden : withReferences(written, hidden, redactor);
}

/** `hidden` with the references of `written` that were hidden along with what stands around them. */
function withReferences(written: string, hidden: string, redactor: Redactor): string {
  const references = referencesIn(written);
  if (references.length === 0) return hidden;
  const kept = keptPieces(written, hidden);
  let next = 0;
  const shown = kept.map(({ from, to, length }, index) => {
    const piece = hidden.slice(to, to + length);
    const following = kept[index + 1];
    if (!following) return piece;
    let offset = from + length;
    let masked = '';
    for (let reference = references[next]; reference && reference.end <= following.from; reference = references[++next]) {
      if (reference.start < offset) continue;
      masked += (reference.start > offset ? mask : '') + redactor.text(written.slice(reference.start, reference.end));
      offset = reference.end;
    }
    return piece + masked + (masked === '' || offset < following.from ? mask : '');
  });
  return shown.join('');
}

function referencesIn(text: string): readonly Span[] {
  return findReferences(text, { start: 0, end: text.length });
}

/** Nothing but references, after a scheme: the names of variables are no secrets. */
function isReferences(value: string): boolean {
  const references = referencesIn(value);
  let offset = /^(?:Bearer|Basic)\s+/i.exec(value)?.[0].length ?? 0;
  for (const { start, end } of references) {
    if (!/^[\s:]*$/.test(value.slice(offset, start))) return false;
    offset = end;
  }
  return references.length > 0 && /^[\s:]*$/.test(value.slice(offset));
}

function withoutSecrets({ text }: RequestFile, line: Line, redactor: Redactor): string {
  const written = text.slice(line.start, line.end);
  const at = (offset: number) => offset - line.start;
  switch (line.kind) {
    case 'header': {
      if (!line.colon && requestFileLine.test(written)) return redactor.text(written);
      // Without a colon the name is all of the line: its first word is taken for the name.
      const length = line.colon ? at(line.name.end) : (/^\s*\S+/.exec(written)?.[0].length ?? written.length);
      return redactor.text(written.slice(0, length)) + hiddenHeader(written.slice(0, length), written.slice(length), redactor);
    }
    case 'request-line':
      if (line.method === undefined && asHeader(written)) return hiddenText(written, redactor);
      return (
        redactor.text(written.slice(0, at(line.target.start))) +
        hiddenTarget(written.slice(at(line.target.start), at(line.target.end)), redactor) +
        redactor.text(written.slice(at(line.target.end)))
      );
    case 'query':
      return redactor.target(written.replace(/^(\s*)&/, '$1?')).replace(/^(\s*)\?/, `$1${text.charAt(line.content.start)}`);
    case 'variable': {
      const value = text.slice(line.value.start, line.value.end);
      return redactor.text(written.slice(0, at(line.value.start))) + hiddenValue(text.slice(line.name.start, line.name.end), value, redactor);
    }
    case 'body': {
      // A value may stand on the line below its name.
      const name = /"[^"\r\n]*"\s*:\s*$/.exec(text.slice(Math.max(0, line.start - 200), line.start))?.[0] ?? '';
      return hiddenText(redactor.body(name + written, json).slice(name.length), redactor);
    }
    case 'separator':
      return hiddenPairs(written, redactor);
    default:
      return hiddenText(written, redactor);
  }
}

/** A colon without a blank behind it counts only after a name with a hyphen. Tries nothing twice: a line may be very long. */
function asHeader(text: string): RegExpExecArray | undefined {
  const match = headerLike.exec(text);
  const [, , name = '', colon = ''] = match ?? [];
  return match && (/\s$/.test(colon) || name.includes('-')) ? match : undefined;
}

/** What follows the name of a header: a colon and the value. */
function hiddenHeader(name: string, rest: string, redactor: Redactor): string {
  const colon = /^\s*:?\s*/.exec(rest)?.[0] ?? '';
  const value = rest.slice(colon.length).trimEnd();
  const blanks = rest.slice(colon.length + value.length);
  if (value === '' || isReferences(value)) return redactor.text(rest);
  const [[, hidden] = ['', mask]] = redactor.headers([[name.trim(), value]]);
  return colon + hidden + blanks;
}

function hiddenTarget(target: string, redactor: Redactor): string {
  const start = /^[a-z][a-z\d+.-]*:\/\//i.exec(target)?.[0].length ?? 0;
  const end = endOfUserinfo(target, start);
  return redactor.target(end === undefined ? target : target.slice(0, start) + mask + target.slice(end));
}

/** The last @ of the authority: a password may hold one itself. Undefined without any. */
function endOfUserinfo(target: string, start: number): number | undefined {
  const references = referencesIn(target);
  let next = 0;
  let end: number | undefined;
  for (let offset = start; offset < target.length; offset++) {
    const reference = references[next];
    if (reference?.start === offset) {
      offset = reference.end - 1;
      next++;
      continue;
    }
    const character = target.charAt(offset);
    if (character === '/' || character === '?' || character === '#') break;
    if (character === '@') end = offset;
  }
  return end;
}

/** The value of a variable: an address, a credential, JSON or anything, hidden whole where its name says that it is secret. */
function hiddenValue(name: string, value: string, redactor: Redactor): string {
  if (isReferences(value)) return redactor.text(value);
  const named = redactor.body(`${name}=${value}`, form).slice(name.length + 1);
  return hiddenPairs(hiddenTarget(hiddenScheme(named), redactor), redactor);
}

function hiddenText(text: string, redactor: Redactor): string {
  const [, before = '', name = '', colon = '', value = ''] = asHeader(text) ?? [];
  if (name !== '') return redactor.text(before + name) + hiddenHeader(name, colon + value, redactor);
  return hiddenPairs(hiddenScheme(text), redactor);
}

/** `Bearer abc` wherever it stands. */
function hiddenScheme(text: string): string {
  return text.replace(/\b(Bearer\s+|^Basic\s+)(?!\{\{[^{}]+\}\}[\s"',;]*$)[^\s"'•].*$/i, `$1${mask}`);
}

/** JSON properties, form fields and query parameters whose name says that they are secret. */
function hiddenPairs(text: string, redactor: Redactor): string {
  const question = text.indexOf('?') + 1;
  const fields = text.slice(0, question) + redactor.body(text.slice(question), form);
  return redactor.body(fields, json);
}

/** Where `marked`, offsets in `written`, is in `hidden`: what is marked inside of a mask marks all of it. */
export function markIn(written: string, hidden: string, marked: Span): Span {
  const kept = keptPieces(written, hidden);
  const moved = (offset: number, edge: 'start' | 'end') => {
    const piece = kept.find(({ from, length }) => (edge === 'start' ? offset < from + length : offset <= from + length));
    if (piece === undefined) return hidden.length;
    if (offset >= piece.from) return piece.to + offset - piece.from;
    return edge === 'start' ? piece.to - mask.length : piece.to;
  };
  const start = Math.max(0, moved(marked.start, 'start'));
  return { start, end: Math.max(start, moved(marked.end, 'end')) };
}

/** The stretches that were not hidden: where each is in the written text and in the other. */
function keptPieces(written: string, hidden: string) {
  let from = 0;
  let to = 0;
  const pieces = hidden.split(mask);
  return pieces.map((piece, index) => {
    from = index === pieces.length - 1 ? written.length - piece.length : Math.max(from, written.indexOf(piece, from));
    const kept = { from, to, length: piece.length };
    from += piece.length;
    to += piece.length + mask.length;
    return kept;
  });
}
