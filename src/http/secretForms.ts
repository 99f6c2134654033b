/** Fewer characters of base64 than this say too little to be looked for. */
const shortestBase64 = 6;
/** Fewer characters than this are too likely a common word once they are in lower case. */
const shortestFolded = 8;

/**
 * The spellings in which a secret can turn up in a request, an answer or an error text: as it is,
 * percent-encoded (both cases of the digits, blanks as `+`, as forms do it), escaped for JSON, as Latin-1 octets of
 * its UTF-8, in lower case, and in base64 and base64url at each of the three alignments, so that it is found
 * inside the encoding of a longer text as well.
 */
export function secretForms(value: string): ReadonlySet<string> {
  const forms = new Set([value]);
  const form = new URLSearchParams({ '': value }).toString().slice(1);
  for (const encoded of [percentEncode(value), encodeEverything(value), form]) {
    forms.add(encoded);
    forms.add(encoded.replace(/%[\dA-F]{2}/g, (octet) => octet.toLowerCase()));
    forms.add(encoded.replaceAll('%20', '+'));
  }
  const json = JSON.stringify(value).slice(1, -1);
  forms.add(json);
  forms.add(json.replaceAll('/', '\\/'));
  forms.add(json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));
  forms.add(Buffer.from(value, 'utf8').toString('latin1'));
  // A host name is lower-cased by the parser of URLs.
  const lower = value.toLowerCase();
  if (lower.length >= shortestFolded) forms.add(lower);
  for (const piece of base64Pieces(value)) {
    forms.add(piece);
    forms.add(piece.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

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
