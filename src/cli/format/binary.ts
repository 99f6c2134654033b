import { readBody } from '../../http/bodyText';
import { headerValue, type WireResponse } from '../../http/exchange';
import { formatBytes } from '../../http/format';

/**
 * What stands for a body that is no text, which must not reach a terminal: `image/png, 2.1 kB (save
 * it with >> image.png)`. Undefined for a text, and for no body at all.
 *
 * @param mayHint Whether to say how it is saved.
 */
export function binaryText({ headers, body, undecodable }: WireResponse, mayHint: boolean): string | undefined {
  if (body.byteLength === 0 || (undecodable === undefined && readBody(headers, body).kind === 'text')) return undefined;
  const type = headerValue(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const what = undecodable === undefined ? (type === '' ? 'binary' : type) : `not decoded (${undecodable})`;
  return `${what}, ${formatBytes(body.byteLength)}${mayHint ? ` (save it with >> ${fileName(type)})` : ''}`;
}

/** `image/svg+xml` → `image.svg` */
function fileName(type: string): string {
  const [, kind = '', extension = 'bin'] = /^(image|audio|video|font)\/([a-z0-9]+)/.exec(type) ?? [];
  if (kind !== '') return `${kind}.${extension}`;
  const [, known = 'bin'] = /^application\/(pdf|zip|gzip)$/.exec(type) ?? [];
  return `answer.${known}`;
}
