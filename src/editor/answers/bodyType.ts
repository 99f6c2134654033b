import { headerValue, type WireResponse } from '../../http/exchange';

/** Endings of files by media type; those of images are what the editor's own preview opens. */
const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/xml': 'xml',
  'application/zip': 'zip',
  'application/gzip': 'gz',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/xml': 'xml',
};

const images: ReadonlySet<string> = new Set(['png', 'jpg', 'gif', 'webp']);

/** First octets of images, whatever the server calls them. */
const signatures: readonly (readonly [string, RegExp])[] = [
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['jpg', /^\xff\xd8\xff/],
  ['gif', /^GIF8[79]a/],
  ['webp', /^RIFF[^]{4}WEBP/],
];

/** The ending of an image that the editor can show; undefined for everything else. An SVG is text. */
export function imageType(response: WireResponse): string | undefined {
  if (response.undecodable !== undefined || response.body.byteLength === 0) return undefined;
  const start = Buffer.from(response.body.subarray(0, 16)).toString('latin1');
  const found = signatures.find(([, signature]) => signature.test(start))?.[0];
  const said = endingOf(response);
  // Only what is both: a page that is called an image is none, and an archive that starts alike is no image.
  return found !== undefined && (said === undefined || images.has(said)) ? found : undefined;
}

/** The ending of a file for an answer, by its media type; undefined when that says nothing. */
export function endingOf({ headers }: WireResponse): string | undefined {
  const mediaType = (headerValue(headers, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const known = endings[mediaType];
  if (known !== undefined) return known;
  return /[/+](json|xml|yaml)$/.exec(mediaType)?.[1];
}

/** What an answer that is saved is called unless the user says otherwise: the last segment of the target, or what the server says. */
export function fileNameFor(response: WireResponse, target: string): string {
  const disposition = headerValue(response.headers, 'content-disposition') ?? '';
  const [, quoted, plain] = /filename="([^"]+)"|filename=([^;\s]+)/i.exec(disposition) ?? [];
  const segment = target.replace(/[?#].*$/s, '').split('/').findLast((each) => each !== '') ?? 'answer';
  // A name, never a path; and none that a shell or a file system takes for something else.
  const name = (quoted ?? plain ?? segment).replace(/^.*[\\/]/s, '').replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '').slice(0, 100) || 'answer';
  const ending = imageType(response) ?? endingOf(response);
  return ending === undefined || /\.\w{1,5}$/.test(name) ? name : `${name}.${ending}`;
}
