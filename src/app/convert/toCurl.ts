import type { CopyBody, CopyRequest } from './copyRequest';
import { curlParts, hasData, lengthOf, type NotCopied } from './curlParts';
import type { Template, Variable } from './hidden';

/** Longer arguments are refused by Linux; what a shell prints itself may have any length. */
const longestArgument = 100_000;

/**
 * A request as a command for curl in a POSIX shell. It ends before it sends anything when a variable
 * is not set. Comments are none: zsh takes them for arguments where they are typed.
 */
export function toCurl(request: CopyRequest): string | NotCopied {
  const parts = curlParts(request);
  if ('refused' in parts) return parts;
  const { body, method, variables } = request;
  const guards = variables.map(({ name, about }) => `: "\${${name}:?is not set: ${escaped(about).replaceAll('}', '\\}')}}" &&\n`);
  const piped = body && isPiped(body);
  const data = piped ? ['--data-binary @-'] : hasData(body, method) ? [`--data-raw ${quoted(body?.kind === 'text' ? body.text : [])}`] : [];
  const options = [...parts.map(({ option, value }) => (value ? `${option} ${quoted(value)}` : option)), ...data];
  return `${guards.join('')}${piped ? `${printed(body)} |\n` : ''}curl ${options.join(' \\\n  ')}\n`;
}

/** What is no text, has characters that a terminal acts on, or is too long to be an argument. */
function isPiped(body: CopyBody): boolean {
  if (body.kind === 'octets' || lengthOf(body) > longestArgument) return true;
  return body.text.some((piece) => typeof piece === 'string' && /[\0-\x08\x0b-\x1f\x7f]/.test(piece));
}

const escapes = /[%\\']|[^\x20-\x7e]/g;

function printed(body: CopyBody): string {
  const pieces = body.kind === 'octets' ? body.octets : body.text.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece));
  const variables: Variable[] = [];
  const format = pieces.map((piece) => {
    if ('name' in piece) return (variables.push(piece), '%s');
    return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1').replace(escapes, (octet) => (octet === '%' ? '%%' : `\\${octet.charCodeAt(0).toString(8).padStart(3, '0')}`));
  });
  return `printf -- '${format.join('')}'${variables.map(({ name }) => ` "$${name}"`).join('')}`;
}

/** One word for the shell. In double quotes stand variables, and with them only what is safe there: `!` is not. */
function quoted(template: Template): string {
  if (template.length === 0) return "''";
  const isSafe = template.every((piece) => typeof piece !== 'string' || /^[\w .,:;/@%+=?&~-]*$/.test(piece));
  const hasVariable = template.some((piece) => typeof piece !== 'string');
  if (hasVariable && isSafe) return `"${template.map((piece, index) => (typeof piece === 'string' ? piece : reference(piece, template[index + 1]))).join('')}"`;
  return template.map((piece) => (typeof piece === 'string' ? `'${piece.replaceAll("'", "'\\''")}'` : `"$${piece.name}"`)).join('');
}

function reference({ name }: Variable, next: string | Variable | undefined): string {
  return typeof next === 'string' && /^\w/.test(next) ? `\${${name}}` : `$${name}`;
}

function escaped(text: string): string {
  return text.replace(/[\\"$`]/g, '\\$&').replace(/!/g, '.');
}
