/** What a command line is written for. */
export type Shell = 'bash' | 'cmd' | 'powershell';

/** A piece of a word: text as it is meant, a variable of the environment, or something that only the shell can work out. */
export type WordPiece = string | { readonly variable: string } | { readonly command: string };

/** A word of a command. */
export type Word = readonly WordPiece[];

/** A word in single quotes, `'\\''` and `''` in it: no word of the Command Prompt, where they are nothing special. */
const singleQuoted = /(?<=[\s=$])'[^']*(?:'(?:\\')?'[^']*)*'/g;

/** Which shell a command was written for, by what only that one writes outside of single quotes. */
export function shellOf(text: string): Shell {
  const bare = text.replace(singleQuoted, "''");
  if (/\s\^"|[ \t]\^[ \t]*\r?\n/.test(bare)) return 'cmd';
  if (/[ \t]`[ \t]*\r?\n|\bcurl\.exe\b|\$env:\w/i.test(bare)) return 'powershell';
  return 'bash';
}

/**
 * The commands of a text, each as its words, with quotes and escapes undone. Reads any text: a quote
 * that is never closed ends with it. Comments are left out. Takes time linear in the text.
 */
export function commandsIn(text: string, shell: Shell): readonly (readonly Word[])[] {
  return new Reader(text, shell).read();
}

const escapesOfAnsi: Readonly<Record<string, string>> = { a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"', '?': '?' };
const escapesOfPowerShell: Readonly<Record<string, string>> = { '0': '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const escapeOf: Readonly<Record<Shell, string>> = { bash: '\\', cmd: '^', powershell: '`' };

const variableOf: Readonly<Record<Shell, RegExp>> = {
  bash: /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/y,
  cmd: /%([A-Za-z_]\w*)%/y,
  powershell: /\$(?:env:([A-Za-z_]\w*)|\{env:([A-Za-z_]\w*)\})/iy,
};

/** Characters that mean nothing to any shell, in quotes or out of them. */
const plain = /[\w.,:/@+=?~{}()[\]-]+/y;

class Reader {
  #at = 0;
  #word: WordPiece[] | undefined;
  #words: Word[] = [];
  readonly #commands: (readonly Word[])[] = [];

  constructor(
    private readonly text: string,
    private readonly shell: Shell,
  ) {}

  read(): readonly (readonly Word[])[] {
    while (this.#at < this.text.length) this.#step();
    this.#endWord();
    this.#endCommand();
    return this.#commands;
  }

  #step(): void {
    const character = this.text.charAt(this.#at);
    if (this.#match(/[\r\n;|&]/y) && !(character === ';' && this.shell === 'cmd')) {
      this.#endWord();
      this.#endCommand();
      this.#at++;
    } else if (/\s/.test(character)) {
      this.#endWord();
      this.#at++;
    } else if (character === '#' && this.#word === undefined && this.shell !== 'cmd') this.#at += this.#match(/[^\r\n]*/y)?.[0].length ?? 0;
    else if (character === escapeOf[this.shell]) this.#escaped();
    else if (character === '"') this.#doubleQuoted();
    else if (character === "'" && this.shell !== 'cmd') this.#singleQuoted();
    else if (this.shell === 'bash' && this.text.startsWith("$'", this.#at)) this.#ansiQuoted();
    else if (this.shell === 'bash' && this.text.startsWith('$"', this.#at)) this.#at++;
    else this.#ordinary();
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.text);
  }

  #endWord(): void {
    if (!this.#word) return;
    // What it passes on to a program has its quotes escaped, in versions before 7.3.
    const pieces = this.shell === 'powershell' ? this.#word.map((piece) => (typeof piece === 'string' ? piece.replaceAll('\\"', '"') : piece)) : this.#word;
    this.#words.push(pieces);
    this.#word = undefined;
  }

  #endCommand(): void {
    if (this.#words.length > 0) this.#commands.push(this.#words);
    this.#words = [];
  }

  /** Adds `text` to the word, and skips what stands for it. */
  #add(text: string, length: number): void {
    this.#word ??= [];
    const last = this.#word.at(-1);
    if (typeof last === 'string') this.#word[this.#word.length - 1] = last + text;
    else this.#word.push(text);
    this.#at += length;
  }

  #addPiece(piece: WordPiece, length: number): void {
    (this.#word ??= []).push(piece);
    this.#at += length;
  }

  /** A variable or a command where one starts, else text. */
  #ordinary(): void {
    const run = this.#match(plain)?.[0];
    if (run !== undefined) return this.#add(run, run.length);
    const variable = this.#match(variableOf[this.shell]);
    const before = this.#word?.at(-1);
    // `{{$uuid}}` is of a request file, whatever a POSIX shell would make of it.
    if (variable?.[1] !== undefined && this.shell === 'bash' && typeof before === 'string' && before.endsWith('{{')) this.#add(variable[0], variable[0].length);
    else if (variable) this.#addPiece({ variable: variable[1] ?? variable[2] ?? '' }, variable[0].length);
    else if (this.shell !== 'cmd' && this.#match(/\$[({]/y)) this.#command(this.text[this.#at + 1] === '(' ? ')' : '}', 2);
    else if (this.shell === 'bash' && this.text[this.#at] === '`') this.#command('`', 1);
    else this.#add(this.text.charAt(this.#at), 1);
  }

  #command(close: string, skip: number): void {
    let depth = 1;
    let end = this.#at + skip;
    for (; end < this.text.length && depth > 0; end++) {
      const character = this.text.charAt(end);
      if (character === close) depth--;
      else if (close === ')' && character === '(') depth++;
    }
    this.#addPiece({ command: this.text.slice(this.#at, end) }, end - this.#at);
  }

  /** The escape of a shell outside of quotes: in front of a line end it joins lines. */
  #escaped(): void {
    const lineEnd = this.#match(/.[ \t]*(?:\r\n|\n|\r)/y)?.[0];
    const next = this.text.charAt(this.#at + 1);
    if (lineEnd !== undefined) this.#at += lineEnd.length;
    else if (this.shell === 'cmd' && next === '"') this.#caretQuoted();
    else this.#add(this.shell === 'powershell' ? (escapesOfPowerShell[next] ?? next) : next, 2);
  }

  /** `^"…^"`: quotes of the program, in which `^` escapes for the prompt and `\` for the program; `^` and two line ends are one. */
  #caretQuoted(): void {
    this.#add('', 2);
    while (this.#at < this.text.length) {
      const slashes = this.#match(/(\\+)(\^?")?/y);
      const lineEnd = this.#match(/\^(?:\r\n|\n)(\r\n|\n)?/y);
      if (slashes) this.#slashes(slashes);
      else if (this.#match(/\^?"/y)) {
        this.#at += this.text[this.#at] === '^' ? 2 : 1;
        return;
      } else if (lineEnd) this.#add(lineEnd[1] === undefined ? '' : '\n', lineEnd[0].length);
      else if (this.text[this.#at] === '^') this.#add(this.text.charAt(this.#at + 1), 2);
      else this.#ordinary();
    }
  }

  /** Backslashes: in front of a quote two of them are one, and one that is left makes it a character. */
  #slashes([all, { length } = '', quote]: RegExpExecArray): void {
    if (quote === undefined) return this.#add(all, all.length);
    const isCharacter = length % 2 === 1;
    this.#add('\\'.repeat(length >> 1) + (isCharacter ? '"' : ''), isCharacter ? all.length : length);
  }

  #singleQuoted(): void {
    this.#add('', 1);
    for (;;) {
      const found = this.text.indexOf("'", this.#at);
      const end = found < 0 ? this.text.length : found;
      this.#add(this.text.slice(this.#at, end), end + 1 - this.#at);
      // Two of them are one in PowerShell.
      if (this.shell !== 'powershell' || this.text[this.#at] !== "'") return;
      this.#add("'", 1);
    }
  }

  #doubleQuoted(): void {
    this.#add('', 1);
    while (this.#at < this.text.length) {
      const character = this.text.charAt(this.#at);
      const next = this.text.charAt(this.#at + 1);
      const slashes = this.shell === 'cmd' ? this.#match(/(\\+)(")?/y) : null;
      if (slashes) this.#slashes(slashes);
      else if (character === '"' && (this.shell === 'bash' || next !== '"')) {
        this.#at++;
        return;
      } else if (character === '"') this.#add('"', 2);
      else if (character === '`' && this.shell === 'powershell') this.#add(escapesOfPowerShell[next] ?? next, 2);
      else if (character === '\\' && this.shell === 'bash') this.#backslash(next);
      else this.#ordinary();
    }
  }

  /** In double quotes of a POSIX shell it escapes only what means something there. */
  #backslash(next: string): void {
    const lineEnd = this.#match(/\\(?:\r\n|\n)/y)?.[0];
    if (lineEnd !== undefined) this.#at += lineEnd.length;
    else if (next !== '' && '"\\$`'.includes(next)) this.#add(next, 2);
    else this.#add('\\', 1);
  }

  /** `$'…'`, which for a program ends with the first NUL in it. */
  #ansiQuoted(): void {
    this.#add('', 2);
    let text = '';
    while (this.#at < this.text.length && !this.#match(/'/y)) {
      const [written, meant] = this.#ansiPiece();
      text += meant;
      this.#at += written.length;
    }
    this.#add(text.replace(/\0.*$/s, ''), 1);
  }

  /** A piece as it is written in such quotes, and what it means. */
  #ansiPiece(): readonly [written: string, meant: string] {
    const octets = this.#match(/(?:\\x[\dA-Fa-f]{1,2}|\\x\{[\dA-Fa-f]+\}|\\[0-7]{1,3})+/y)?.[0];
    if (octets !== undefined) return [octets, fromOctets(octets)];
    const unicode = this.#match(/\\(?:u([\dA-Fa-f]{1,4})|U([\dA-Fa-f]{1,8}))/y);
    const point = parseInt(unicode?.[1] ?? unicode?.[2] ?? '', 16);
    if (unicode && point <= 0x10ffff) return [unicode[0], String.fromCodePoint(point)];
    // Ctrl and a character, of which a backslash may be escaped.
    const control = this.#match(/\\c(?:\\\\|([!-&(-~]))/y);
    if (control) return [control[0], controlOf(control[1] ?? '\\')];
    const [written = ''] = this.#match(/[^'\\]+|\\.?/sy) ?? [];
    return [written, written.startsWith('\\') ? (escapesOfAnsi[written.slice(1)] ?? written) : written];
  }
}

/** `A` is the character of Ctrl+A, `?` that of Delete. */
function controlOf(key: string): string {
  return key === '?' ? '\x7f' : String.fromCharCode(key.toUpperCase().charCodeAt(0) & 0x1f);
}

/** `\xc3\xa4` is one character. */
function fromOctets(escapes: string): string {
  const octets = escapes.match(/\\x\{?[\dA-Fa-f]+|\\[0-7]+/g) ?? [];
  // Of longer numbers the lowest octet counts.
  return Buffer.from(octets.map((each) => (each.startsWith('\\x') ? parseInt(each.replace(/^\\x\{?/, '').slice(-2), 16) : parseInt(each.slice(1), 8) & 0xff))).toString('utf8');
}
