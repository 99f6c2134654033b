import type { CopyBody, CopyRequest } from './copyRequest';
import { type CurlPart, curlParts, hasData, type NotCopied } from './curlParts';
import { plainOf, type Template } from './hidden';

/** Characters of a command that the Command Prompt takes. */
const longestCommand = 8000;

/** A request as a command for curl at the Command Prompt, which does nothing while a variable is missing. What it cannot pass on is refused. */
export function toCurlCmd(request: CopyRequest): string | NotCopied {
  const parts = curlParts(request);
  if ('refused' in parts) return parts;
  const { body, method, variables } = request;
  if (body?.kind === 'octets' || body?.text.some((piece) => typeof piece === 'string' && /[\0-\x09\x0b-\x1f\x7f]/.test(piece))) {
    // It makes line feeds of all line ends, and completes names of files at a tab.
    return { refused: 'The Command Prompt cannot pass this body on. Copy the request for PowerShell or Bash.' };
  }
  const guards = variables.map(({ name, about }) => `if not defined ${name} echo Set ${name} first: ${about.replace(/[&|<>^%"!]/g, "'")}\n`);
  const data: readonly CurlPart[] = hasData(body, method) ? [{ option: '--data-raw', value: body?.text ?? [] }] : [];
  const unsafe = [...parts, ...data].flatMap(({ value = [] }) => (isPlain(value) ? [] : value.filter((piece) => typeof piece !== 'string')))[0];
  if (unsafe) return { refused: `The Command Prompt might take a part of ${unsafe.name} for a command where it stands. Copy the request for PowerShell or Bash.` };
  const ifAll = variables.map(({ name }) => `if defined ${name} `).join('');
  const command = `${guards.join('')}${ifAll}curl ${[...parts, ...data].map(({ option, value }) => (value ? `${option} ${cmdWord(value)}` : option)).join(' ^\n  ')}\n`;
  return command.length > longestCommand ? { refused: 'The request is too long for the Command Prompt. Copy it for PowerShell or Bash.' } : command;
}

/** Whether all of a word but its variables is safe between quotes. */
function isPlain(template: Template): boolean {
  return template.every((piece) => typeof piece !== 'string' || /^[\w .,:;/@+=?&~-]*$/.test(piece));
}

/**
 * One word: in quotes, where a value of a variable is safe whatever it holds but quotes; else with `^` in
 * front of every character that means something to the prompt, also of the quotes, so that it never
 * takes a part for quoted; inside of these as the C runtime reads it.
 */
function cmdWord(template: Template): string {
  if (isPlain(template)) return `"${template.map((piece) => (typeof piece === 'string' ? piece : `%${piece.name}%`)).join('')}"`;
  return `^"${cmdEscaped(plainOf(template) ?? '')}^"`;
}

function cmdEscaped(text: string): string {
  return text
    .replace(/(\\*)"/g, '$1$1\\"')
    .replace(/\\+$/, '$&$&')
    .replace(/[^\w\s\-:=+~'/.,?;*`\\]/g, '^$&')
    .replace(/\r?\n/g, '^\n\n');
}

/** A request as a command for curl in PowerShell, Windows PowerShell too. A body goes by way of a file: arguments lose their quotes in some versions. */
export function toCurlPowerShell(request: CopyRequest): string | NotCopied {
  const parts = curlParts(request);
  if ('refused' in parts) return parts;
  const { body, method, variables } = request;
  const guards = variables.map(({ name, about }) => `if (-not $env:${name}) { throw ${shellText([`Set ${name} first: ${about}`])} }\n`);
  const words = parts.map(({ option, value }) => (value ? `${option} ${argument(value)}` : option));
  const mode = words.some((word) => word.includes('\\"')) ? "$PSNativeCommandArgumentPassing = 'Legacy'\n" : '';
  if (!hasData(body, method)) return inBlock([...guards, mode, curlExe(words)]);
  // An empty argument would get lost.
  const file = body ? [`$body = New-TemporaryFile\n${written(body)}`] : ['$body = New-TemporaryFile\n'];
  return inBlock([...guards, mode, ...file, curlExe([...words, '--data-binary "@$body"']), 'Remove-Item $body\n']);
}

/** Nothing of it is left in the session; a missing variable ends all of it. */
function inBlock(lines: readonly string[]): string {
  return `& {\n${lines.join('')}}\n`;
}

function curlExe(words: readonly string[]): string {
  return `curl.exe ${words.join(' `\n  ')}\n`;
}

function written(body: CopyBody): string {
  if (body.kind === 'text') return `[IO.File]::WriteAllText($body, ${shellText(body.text)})\n`;
  const pieces = body.octets.map((piece) => ('name' in piece ? `[Text.Encoding]::UTF8.GetBytes($env:${piece.name})` : `[Convert]::FromBase64String('${Buffer.from(piece).toString('base64')}')`));
  return `[IO.File]::WriteAllBytes($body, [byte[]](${pieces.join(' + ')}))\n`;
}

function argument(template: Template): string {
  return shellText(template.map((piece) => (typeof piece === 'string' ? piece.replace(/(\\*)"/g, '$1$1\\"') : piece)));
}

/** Typographic quotes end a text too. */
const singleQuotes = /['\u2018\u2019\u201a\u201b]/g;

/** A string literal. Line ends and other control characters are written as escapes: pasting changes them. */
function shellText(template: Template): string {
  const plain = plainOf(template);
  if (plain !== undefined && !/[\0-\x08\x0b-\x1f\x7f]/.test(plain)) return `'${plain.replace(singleQuotes, '$&$&')}'`;
  const pieces = template.map((piece) => (typeof piece === 'string' ? piece.replace(/[`"$\u201c\u201d\u201e]/g, '`$&').replace(/[\0-\x1f\x7f]/g, control) : `\${env:${piece.name}}`));
  return `"${pieces.join('')}"`;
}

const names: Readonly<Record<string, string>> = { '\0': '`0', '\t': '`t', '\n': '`n', '\r': '`r' };

function control(character: string): string {
  return names[character] ?? `$([char]${character.charCodeAt(0)})`;
}
