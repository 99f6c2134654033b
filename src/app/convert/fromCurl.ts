import { vendorHostKind } from '../../api/hosts';
import { type CurlCommand, isCurl, readCurl } from './curlCommand';
import { addedQuery, type CurlBody, curlBody } from './curlBody';
import { commandsIn, shellOf, type Word } from './shellWords';
import { emptyReference, oneLine, plainText, written } from './writtenWord';

/** What a text with curl commands became: request blocks, with line feeds; or a sentence that says why not. */
export type FromCurl = { readonly kind: 'requests'; readonly text: string; readonly count: number } | { readonly kind: 'refused'; readonly message: string };

/** UTF-16 code units of the longest text that is read, and the requests that one may become. */
const longestText = 1024 * 1024;
const mostRequests = 100;

/** Whether a text looks like a curl command that was copied: quick, for what is asked at every paste. */
export function looksLikeCurl(text: string): boolean {
  return /^\s*(?:[$>%#]\s+)?(?:\S*[\\/])?curl(?:\.exe)?\s/i.test(text.slice(0, 300));
}

/**
 * The requests that the curl commands of a text send. What has no place in a request becomes a
 * comment. An `Authorization` for DT is left out: the account signs. Reads any text, sends nothing.
 */
export function requestsFromCurl(text: string): FromCurl {
  if (text.length > longestText) return { kind: 'refused', message: 'The text on the clipboard is longer than 1 MB. Copy only the curl command.' };
  // A prompt that was copied along is none of the command.
  const plain = text.replace(/^\s*[$>%#]\s+(?=\S)/, '');
  const commands = commandsIn(plain, shellOf(plain)).flatMap((words) => {
    // Assignments and such may come first: `TOKEN=x curl …`, `time curl …`.
    const start = words.findIndex(isCurl);
    return start < 0 ? [] : readCurl(words.slice(start + 1));
  });
  if (commands.length === 0) return { kind: 'refused', message: 'There is no curl command on the clipboard. Copy one first.' };
  // Counted before any is made: each repeats the body of its command.
  const count = commands.reduce((sum, { urls }) => sum + urls.length, 0);
  if (count > mostRequests) return { kind: 'refused', message: `The curl commands on the clipboard make ${count} requests. At most ${mostRequests} are pasted at once: copy fewer.` };
  const blocks = commands.flatMap((command) => command.urls.map((url) => requestOf(command, url)));
  if (blocks.length === 0) return { kind: 'refused', message: 'The curl command on the clipboard names no URL.' };
  return { kind: 'requests', text: blocks.join('\n\n###\n\n'), count: blocks.length };
}

/** Headers that the transport writes itself, or cannot send. */
const notSendable: ReadonlySet<string> = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect']);

const remarks: Readonly<Record<string, string>> = {
  '--insecure': 'certificates are always verified',
  '--proxy': 'the proxy of the editor is used',
  '--output': 'write ">> path" below the request to save the answer',
  '--remote-name': 'write ">> path" below the request to save the answer',
};

/** One request while it is put together. */
class Block {
  readonly comments: string[] = [];
  readonly directives: string[] = [];
  readonly headers: [string, string][] = [];
  /** In lower case: what curl would add, and was told not to. */
  readonly unwanted = new Set<string>();

  comment(text: string): void {
    this.comments.push(`# ${oneLine(text)}`);
  }

  has(name: string): boolean {
    return this.headers.some(([known]) => known.toLowerCase() === name);
  }

  header(name: string, value: string): void {
    this.headers.push([name, oneLine(value)]);
  }
}

function requestOf(command: CurlCommand, url: Word): string {
  const block = new Block();
  const target = targetOf(url, command, block);
  if (!command.flags.has('globoff') && isPattern(url)) block.comment('curl sends a request for each value of the braces and brackets in this URL. Here it is one, as it stands.');
  if ([url, ...command.headers, ...command.data.map(({ word }) => word)].some((word) => word.some((piece) => typeof piece !== 'string' && 'command' in piece))) block.comment('What the shell worked out in the command stands here as it was written: put a value in its place.');
  readHeaders(command, target, block);
  sign(command, target, block);
  const body = curlBody(command, (name) => (block.unwanted.has(name) ? '' : undefined) ?? block.headers.find(([known]) => known.toLowerCase() === name)?.[1]);
  for (const [name, value] of body.headers) if (!block.has(name.toLowerCase()) && !block.unwanted.has(name.toLowerCase())) block.header(name, value);
  for (const note of body.notes) block.comment(note);
  options(command, block);
  if (command.method && methodIn(command.method) === undefined) block.comment(`Left out: --request ${plainText(command.method)} (it is no method)`);
  return blockText(block, `${methodOf(command)} ${target.text}`, body);
}

/** `{a,b}` and `[1-9]` stand for several URLs. */
function isPattern(url: Word): boolean {
  return url.some((piece) => typeof piece === 'string' && /(?<!\\)(?:\{[^{},]*,[^{}]*\}|\[[a-z\d]+-[a-z\d]+(?::\d+)?\])/i.test(piece));
}

function blockText({ comments, directives, headers }: Block, line: string, { lines }: CurlBody): string {
  const request = [oneLine(line), ...headers.map(([name, value]) => `${name}: ${value}`.trimEnd()), ...(lines.length === 0 ? [] : ['', ...lines])].join('\n');
  return [...comments, ...directives, ...(request.includes(emptyReference) ? ['@curl-empty ='] : []), request].join('\n');
}

/** Undefined for what is no method: blanks and braces in one would make another request of it. */
function methodIn(word: Word): string | undefined {
  const text = plainText(word);
  return /^[A-Za-z][\w-]*$/.test(text) && word.every((piece) => typeof piece === 'string') ? text : undefined;
}

function methodOf({ method, flags, data, fields, upload }: CurlCommand): string {
  const asked = method && methodIn(method);
  if (asked !== undefined) return asked;
  if (flags.has('head')) return 'HEAD';
  if (upload) return 'PUT';
  return fields.length > 0 || (data.length > 0 && !flags.has('get')) ? 'POST' : 'GET';
}

interface Target {
  readonly text: string;
  /** As it is connected to: `example.com:8080`; undefined as long as a variable decides about it. */
  readonly host: string | undefined;
  /** DT's API or emulator: the account signs. */
  readonly isVendor: boolean;
  /** Of the URL itself: `user:password`. */
  readonly user: string | undefined;
}

function targetOf(url: Word, command: CurlCommand, block: Block): Target {
  const whole = written(command.flags.has('globoff') ? url : url.map((piece) => (typeof piece === 'string' ? piece.replace(/\\(?=[[\]{}])/g, '') : piece))).replace(/#.*$/s, '');
  const absolute = /^([a-z][a-z\d+.-]*:\/\/)?(?:([^/?@]*)@)?([^/?]*)(.*)$/is.exec(whole);
  const [, scheme = 'http://', user, host = '', rest = ''] = absolute ?? [];
  const query = queryOf(command, block);
  const path = `${rest === '' || rest.startsWith('?') ? `/${rest}` : rest}${query === '' ? '' : `${rest.includes('?') ? '&' : '?'}${query}`}`;
  const isKnown = !host.includes('{{');
  const kind = isKnown ? vendorHostKind(scheme.toLowerCase() + host) : 'other';
  const common = { host: isKnown ? host : undefined, user, isVendor: kind === 'api' || kind === 'emulator' };
  const versioned = /^\/v2(\/.*)$/s.exec(path)?.[1];
  if (kind === 'api' && versioned !== undefined) return { ...common, text: versioned };
  if (kind === 'emulator' && versioned !== undefined) return { ...common, text: `{{emulatorBase}}${versioned}` };
  // A variable at the start may hold the scheme.
  const isBare = absolute?.[1] === undefined && !isKnown && host.startsWith('{{');
  return { ...common, text: `${isBare ? '' : scheme}${host}${rest === '' && query === '' && !isKnown ? '' : path}` };
}

function queryOf(command: CurlCommand, block: Block): string {
  const { pieces, notes } = addedQuery(command);
  for (const note of notes) block.comment(note);
  return pieces.join('&');
}

function readHeaders({ headers, agent, referer, cookies, range }: CurlCommand, target: Target, block: Block): void {
  for (const word of headers) {
    const text = written(word);
    const [, name = '', mark = '', value = ''] = /^([^:;]*)([:;]?)\s*(.*)$/s.exec(text) ?? [];
    const folded = name.trim().toLowerCase();
    const isOfTransport = notSendable.has(folded);
    if (text.startsWith('@')) block.comment(`Left out: the headers of the file ${text.slice(1)}.`);
    else if (mark === ':' && value.trim() === '' && (folded === 'content-type' || folded === 'expect')) block.unwanted.add(folded);
    else if (mark === '' || (mark === ':' && value.trim() === '')) block.comment(`Left out: curl sends no header "${name.trim()}" here.`);
    else if (folded === 'authorization' && target.isVendor) noteSigned(block, /^basic\s/i.test(value));
    else if (target.isVendor && (folded === 'proxy-authorization' || folded === 'cookie')) noteLeftOut(block, name.trim());
    else if (isOfTransport && folded !== 'content-length') block.comment(`Left out: the header ${name}, which describes the connection.`);
    else if (!isOfTransport && !(folded === 'host' && value === target.host)) block.header(name.trim(), value.trim());
  }
  if (agent) block.header('User-Agent', written(agent));
  if (referer) block.header('Referer', written(referer).replace(/;auto$/, ''));
  if (cookies.length > 0 && target.isVendor) noteLeftOut(block, 'Cookie');
  else if (cookies.length > 0) block.header('Cookie', cookies.map(written).join('; '));
  if (range) block.header('Range', `bytes=${written(range)}`);
}

/** Of DT: neither says anything to it, and both may be somebody's credentials. */
function noteLeftOut(block: Block, name: string): void {
  block.comment(`Left out: the header ${name}, which may hold credentials. The account signs.`);
}

function noteSigned(block: Block, isBasic: boolean): void {
  block.comment('Signed by the account: the credentials of the command are left out.');
  if (isBasic) block.directives.push('# @auth basic');
}

function sign({ user, bearer }: CurlCommand, target: Target, block: Block): void {
  const isCredential = user !== undefined || bearer !== undefined || target.user !== undefined;
  if (!isCredential || block.has('authorization')) return;
  if (target.isVendor) noteSigned(block, bearer === undefined);
  else if (bearer) block.header('Authorization', `Bearer ${written(bearer)}`);
  else if (user?.some((piece) => typeof piece !== 'string') || target.user?.includes('{{')) block.comment('Left out: the user and password of the command are variables. Write "Authorization: Basic …" with both in base64.');
  else {
    const pair = user ? plainText(user) : decoded(target.user ?? '');
    block.header('Authorization', `Basic ${Buffer.from(pair.includes(':') ? pair : `${pair}:`, 'utf8').toString('base64')}`);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not encoded at all: a lone % stands for itself.
    return text;
  }
}

function options({ maxTime, retry, maxRedirects, flags, others }: CurlCommand, block: Block): void {
  const seconds = Number(plainText(maxTime ?? []));
  if (maxTime && seconds > 0) block.directives.push(`# @timeout ${Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`}`);
  const retries = plainText(retry ?? []);
  if (/^\d+$/.test(retries)) block.directives.push(`# @retry ${retries}`);
  const redirects = plainText(maxRedirects ?? []);
  if (redirects === '0' || flags.has('no-location')) block.directives.push('# @no-redirect');
  else if (redirects !== '') block.comment(`Left out: --max-redirs ${redirects}`);
  for (const { option, value } of others) {
    const remark = remarks[option];
    block.comment(`Left out: ${option}${value ? ` ${plainText(value)}` : ''}${remark === undefined ? '' : ` (${remark})`}`);
  }
}
