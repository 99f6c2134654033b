/** Fewer characters of base64 than this say too little to be looked for. */
const shortestBase64 = 6;
/** Fewer characters than this are too likely a common word once they are in lower case. */
const shortestFolded = 8;
/** So many letters and digits in a row are no word: they betray a secret whatever became of the characters around them. */
const tellingRun = 16;
/** Lines and runs of one value that are looked for: a key in PEM has fewer. */
const mostPieces = 100;

/**
 * The spellings in which a secret can turn up in a request, an answer or an error text: as it is,
 * percent-encoded (both cases of the digits, blanks as `+`, as forms do it; also twice, as an address
 * inside of an address is), escaped for JSON (also twice), for XML and HTML, as Latin-1 octets of its
 * UTF-8, in hexadecimal, in upper and lower case, and in base64 and base64url at each of the three
 * alignments, so that it is found inside the encoding of a longer text as well. Its lines each, since
 * who shows it may break or join them; and its long runs of letters and digits, which no encoding of
 * single characters changes, however often it is applied.
 */
export function secretForms(value: string): ReadonlySet<string> {
  const forms = new Set([value]);
  const form = new URLSearchParams({ '': value }).toString().slice(1);
  for (const encoded of [percentEncode(value), encodeEverything(value), form]) {
    forms.add(encoded);
    forms.add(encoded.replace(/%[\dA-F]{2}/g, (octet) => octet.toLowerCase()));
    forms.add(encoded.replaceAll('%20', '+'));
    forms.add(encoded.replaceAll('%', '%25'));
  }
  const json = JSON.stringify(value).slice(1, -1);
  forms.add(json);
  forms.add(json.replaceAll('/', '\\/'));
  for (const escaped of [/[\u0080-\uffff]/g, /[&<>\u2028\u2029]/g, /[&<>'+`\u0080-\uffff]/g]) {
    // Go and Python write the digits small, .NET large.
    const unit = (character: string) => character.charCodeAt(0).toString(16).padStart(4, '0');
    forms.add(json.replace(escaped, (character) => `\\u${unit(character)}`));
    forms.add(json.replaceAll('\\"', '\\u0022').replace(escaped, (character) => `\\u${unit(character).toUpperCase()}`));
  }
  forms.add(encodeURI(Buffer.from(value, 'utf8').toString('utf8')));
  forms.add(Buffer.from(value, 'utf8').toString('latin1'));
  forms.add(JSON.stringify(json).slice(1, -1));
  for (const escapes of [escapesOfXml, escapesOfHtml, escapesOfGo, escapesOfPython]) forms.add(value.replace(/[&<>"']/g, (character) => escapes[character] ?? ''));
  for (const line of value.split(/[\r\n]+/, mostPieces)) if (line.length >= shortestFolded) forms.add(line);
  // A host name is lower-cased by the parser of URLs.
  for (const piece of [value, ...runsOf(value)]) {
    if (piece.length < shortestFolded) continue;
    forms.add(piece);
    forms.add(piece.toLowerCase());
    forms.add(piece.toUpperCase());
  }
  const hex = Buffer.from(value, 'utf8').toString('hex');
  forms.add(hex);
  forms.add(hex.toUpperCase());
  for (const piece of base64Pieces(value)) {
    forms.add(piece);
    forms.add(piece.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

function runsOf(value: string): readonly string[] {
  return (value.match(/[A-Za-z\d]+/g) ?? []).filter((run) => run.length >= tellingRun && /\d/.test(run) && /[A-Za-z]/.test(run)).slice(0, mostPieces);
}

const escapesOfXml: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const escapesOfHtml: Readonly<Record<string, string>> = { ...escapesOfXml, "'": '&#39;' };
const escapesOfGo: Readonly<Record<string, string>> = { ...escapesOfXml, '"': '&#34;', "'": '&#39;' };
const escapesOfPython: Readonly<Record<string, string>> = { ...escapesOfXml, "'": '&#x27;' };

function percentEncode(value: string): string {
  // By way of UTF-8, because `encodeURIComponent` throws on a lone surrogate.
  return encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8'));
}

/** As stricter encoders write it: `!'()*~` encoded too. */
function encodeEverything(value: string): string {
  return percentEncode(value).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The characters of base64 that depend on the secret alone, wherever in a longer text it stands. */
function base64Pieces(value: string): string[] {
  const octets = Buffer.from(value, 'utf8');
  const pieces = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), octets]).toString('base64').replace(/=+$/, '');
    const bits = (before + octets.length) * 8;
    // Each character is six bits; those at the borders also hold bits of the neighbours.
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  });
  return pieces.filter((piece) => piece.length >= shortestBase64);
}

/** Rounds of percent-encoding that are undone before a text counts as one that hides something. */
const mostRounds = 4;

/**
 * Whether a server that sent `text` may have been repeating `value`: as it is, or in one of the
 * spellings of {@link secretForms}, percent-encoded again, or with other blanks. An empty value is
 * repeated by nothing.
 */
export function repeats(text: string, value: string): boolean {
  const forms = [...secretForms(value)].map(withoutBlanks).filter((form) => form !== '');
  let seen = text;
  for (let round = 0; forms.length > 0; round++) {
    const plain = withoutBlanks(seen);
    if (forms.some((form) => plain.includes(form))) return true;
    const decoded = withoutEncoding(seen);
    if (decoded === seen) return false;
    if (round === mostRounds) return true;
    seen = decoded;
  }
  return false;
}

/** Octet by octet, and the escapes of JSON with them: a stray `%` somewhere in the text keeps nothing from being seen. */
function withoutEncoding(text: string): string {
  return text.replace(/%([\da-f]{2})|\\u([\da-f]{4})/gi, (_, octet?: string, unit?: string) => String.fromCharCode(parseInt(octet ?? unit ?? '', 16)));
}

/** Values are trimmed in headers, and joined line by line in forms. */
function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}
