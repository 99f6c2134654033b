import type { Word } from './shellWords';

/** A piece of data that curl sends. */
export interface CurlData {
  readonly kind: 'data' | 'raw' | 'binary' | 'urlencode' | 'json';
  readonly word: Word;
}

/** A field of a form of several parts. */
export interface CurlField {
  readonly word: Word;
  /** Whether `@`, `<` and `;` mean something in it. */
  readonly isLiteral: boolean;
}

/** A curl command, option by option. */
export interface CurlCommand {
  readonly urls: readonly Word[];
  readonly method?: Word;
  readonly headers: readonly Word[];
  readonly data: readonly CurlData[];
  readonly fields: readonly CurlField[];
  readonly upload?: Word;
  readonly user?: Word;
  readonly bearer?: Word;
  readonly cookies: readonly Word[];
  readonly agent?: Word;
  readonly referer?: Word;
  readonly range?: Word;
  readonly maxTime?: Word;
  readonly retry?: Word;
  readonly maxRedirects?: Word;
  /** Added to the query: `--url-query`. */
  readonly queries: readonly Word[];
  /** Boolean options by their long names. */
  readonly flags: ReadonlySet<string>;
  /** Options that have no place in a request. A value that may be secret is left out. */
  readonly others: readonly { readonly option: string; readonly value?: Word }[];
}

/** Short options, by letter. */
const long: Readonly<Record<string, string>> = {
  '0': 'http1.0', '1': 'tlsv1', '2': 'sslv2', '3': 'sslv3', '4': 'ipv4', '6': 'ipv6', A: 'user-agent', a: 'append', B: 'use-ascii', b: 'cookie', C: 'continue-at', c: 'cookie-jar', D: 'dump-header', d: 'data',
  E: 'cert', e: 'referer', F: 'form', f: 'fail', G: 'get', g: 'globoff', H: 'header', h: 'help', I: 'head', i: 'include', J: 'remote-header-name', j: 'junk-session-cookies', K: 'config', k: 'insecure',
  L: 'location', l: 'list-only', M: 'manual', m: 'max-time', N: 'no-buffer', n: 'netrc', O: 'remote-name', o: 'output', P: 'ftp-port', p: 'proxytunnel', Q: 'quote', q: 'disable', R: 'remote-time', r: 'range',
  S: 'show-error', s: 'silent', T: 'upload-file', t: 'telnet-option', U: 'proxy-user', u: 'user', V: 'version', v: 'verbose', w: 'write-out', X: 'request', x: 'proxy', Y: 'speed-limit', y: 'speed-time', Z: 'parallel', z: 'time-cond', '#': 'progress-bar', ':': 'next',
};

/** Long options that take a value. Source: `curl --help all` of 7.88, and curl 8. */
const valued: ReadonlySet<string> = new Set(
  (
    'abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode ' +
    'delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ' +
    'ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip header help hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options ' +
    'mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert ' +
    'proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 ' +
    'pubkey quote random-file range rate referer request request-target resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time ' +
    'stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file url url-query user user-agent variable vlan-priority write-out'
  ).split(' '),
);

/** Whose value is a secret, or may hold one. */
const secret: ReadonlySet<string> = new Set(['pass', 'proxy', 'preproxy', 'proxy-user', 'proxy-pass', 'proxy-header', 'proxy1.0', 'socks4', 'socks4a', 'socks5', 'socks5-hostname', 'doh-url', 'quote', 'telnet-option', 'ftp-alternative-to-user', 'proxy-tlspassword', 'tlspassword', 'cert', 'proxy-cert', 'login-options', 'aws-sigv4', 'variable']);

/** Options of which a request needs nothing to be said: how the answer is shown, and what is done here anyway. */
const needless: ReadonlySet<string> = new Set(['silent', 'show-error', 'verbose', 'include', 'compressed', 'location', 'globoff', 'fail', 'fail-with-body', 'progress-bar', 'no-progress-meter', 'http1.1', 'no-buffer', 'basic', 'parallel', 'disable', 'write-out', 'path-as-is', 'no-keepalive', 'no-alpn', 'no-npn', 'tlsv1.2', 'tlsv1.3']);

const text = (word: Word | undefined): string => (word ?? []).map((piece) => (typeof piece === 'string' ? piece : 'variable' in piece ? piece.variable : piece.command)).join('');

/** Whether a word calls curl, perhaps by a path. */
export function isCurl(word: Word | undefined): boolean {
  return word?.length === 1 && /(?:^|[\\/])curl(?:\.exe)?$/i.test(text(word));
}

interface Building {
  urls: Word[];
  headers: Word[];
  data: CurlData[];
  fields: CurlField[];
  cookies: Word[];
  queries: Word[];
  flags: Set<string>;
  others: { option: string; value?: Word }[];
  single: { -readonly [Name in 'method' | 'upload' | 'user' | 'bearer' | 'agent' | 'referer' | 'range' | 'maxTime' | 'retry' | 'maxRedirects']?: Word };
}

const singles: Readonly<Record<string, keyof Building['single']>> = {
  request: 'method', 'upload-file': 'upload', user: 'user', 'oauth2-bearer': 'bearer', 'user-agent': 'agent', referer: 'referer', range: 'range', 'max-time': 'maxTime', retry: 'retry', 'max-redirs': 'maxRedirects',
};
const dataKinds: Readonly<Record<string, CurlData['kind']>> = { data: 'data', 'data-ascii': 'data', 'data-raw': 'raw', 'data-binary': 'binary', 'data-urlencode': 'urlencode', json: 'json' };

/** Reads the words after `curl`: one command for each part between `--next`. */
export function readCurl(words: readonly Word[]): readonly CurlCommand[] {
  const commands: CurlCommand[] = [];
  let building = empty();
  let isOver = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? [];
    const [first] = word;
    if (isOver || typeof first !== 'string' || !/^-./.test(first)) building.urls.push(word);
    else if (first === '--' && word.length === 1) isOver = true;
    else if (first === '--next' || first === '-:') {
      commands.push(finished(building));
      building = empty();
    } else if (first.startsWith('--')) {
      const name = text(word).slice(2);
      set(building, name, valued.has(name) || name.startsWith('expand-') ? (words[++index] ?? []) : undefined);
    } else index += shorts(building, word, words[index + 1]);
  }
  return [...commands, finished(building)];
}

/** Several letters in one word, the last of which may have its value right behind it. Returns how many more words were taken. */
function shorts(building: Building, [first, ...more]: Word, next: Word | undefined): number {
  const letters = typeof first === 'string' ? first.slice(1) : '';
  for (let index = 0; index < letters.length; index++) {
    const letter = letters.charAt(index);
    const name = long[letter] ?? letter;
    if (!valued.has(name)) {
      set(building, name, undefined);
      continue;
    }
    const rest = letters.slice(index + 1);
    const own = [...(rest === '' ? [] : [rest]), ...more];
    set(building, name, own.length > 0 ? own : (next ?? []));
    return own.length > 0 ? 0 : 1;
  }
  return 0;
}

function set(building: Building, name: string, value: Word | undefined): void {
  const single = singles[name];
  const kind = dataKinds[name];
  if (value === undefined) {
    if (name === 'get' || name === 'head' || name === 'no-location' || name === 'globoff') building.flags.add(name);
    else if (name === 'insecure' || !needless.has(name)) building.others.push({ option: `--${name}` });
  } else if (single) building.single[single] = value;
  else if (kind) building.data.push({ kind, word: value });
  else if (name === 'header') building.headers.push(value);
  else if (name === 'url') building.urls.push(value);
  else if (name === 'url-query') building.queries.push(value);
  else if (name === 'form' || name === 'form-string') building.fields.push({ word: value, isLiteral: name === 'form-string' });
  else if (name === 'cookie' && /=/.test(text(value))) building.cookies.push(value);
  else if (secret.has(name) || name.startsWith('expand-')) building.others.push({ option: `--${name}` });
  else if (!needless.has(name)) building.others.push({ option: `--${name}`, value });
}

function empty(): Building {
  return { urls: [], headers: [], data: [], fields: [], cookies: [], queries: [], flags: new Set(), others: [], single: {} };
}

function finished({ single, ...lists }: Building): CurlCommand {
  return { ...lists, ...single };
}
