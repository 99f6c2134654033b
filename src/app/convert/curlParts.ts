import { accountVariables, type CopyBody, type CopyRequest } from './copyRequest';
import { merged, type Template, type Variable } from './hidden';

/** An argument of curl: an option as it is, or a text that has to be quoted. */
export type CurlPart = { readonly option: string; readonly value?: Template };

/** What cannot be copied in a way, as a sentence. */
export interface NotCopied {
  readonly refused: string;
}

const token: Variable = { name: accountVariables.token, about: '' };
const keyId: Variable = { name: accountVariables.keyId, about: '' };
const secret: Variable = { name: accountVariables.secret, about: '' };

/** curl would ask before it sends more, and wait for an answer that few servers give. */
const asksFrom = 1_000_000;

/** The arguments of curl for a request, without its body. */
export function curlParts({ method, url, headers, body, signing, timeoutMs, isStream }: CopyRequest): readonly CurlPart[] | NotCopied {
  if (method === 'HEAD' && body) return { refused: 'curl sends no body with HEAD. Remove the body, or copy the request as Python.' };
  const target = url.map((piece) => (typeof piece === 'string' ? piece : '')).join('').replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const isPlainGet = method === 'GET' && !body;
  return [
    ...(method === 'HEAD' ? [{ option: '--head' }] : isPlainGet ? [] : [{ option: '--request', value: [method] }]),
    // Without these curl expands some characters, and folds dots away.
    ...(/[[\]{}]/.test(url.filter((piece) => typeof piece === 'string').join('')) ? [{ option: '--globoff' }] : []),
    ...(/\/\.\.?(?:[/?]|$)/.test(target) ? [{ option: '--path-as-is' }] : []),
    ...(isStream ? [{ option: '--no-buffer' }] : []),
    ...(timeoutMs === undefined ? [] : [{ option: '--max-time', value: [String(timeoutMs / 1000)] }]),
    { option: '--url', value: url },
    ...(signing === 'bearer' ? [{ option: '--header', value: ['Authorization: Bearer ', token] }] : []),
    ...(signing === 'basic' ? [{ option: '--user', value: [keyId, ':', secret] }] : []),
    ...headers.map(({ name, value }) => ({ option: '--header', value: value.length === 0 ? [`${name};`] : merged([`${name}: `, ...value]) })),
    ...ownHeaders(headers, body, method),
  ];
}

/** What curl would add by itself, and this request does not have. */
function ownHeaders(headers: CopyRequest['headers'], body: CopyBody | undefined, method: string): readonly CurlPart[] {
  if (!hasData(body, method)) return [];
  const has = (wanted: string) => headers.some(({ name }) => name.toLowerCase() === wanted);
  return [...(has('content-type') ? [] : ['Content-Type:']), ...(lengthOf(body) < asksFrom ? [] : ['Expect:'])].map((value) => ({ option: '--header', value: [value] }));
}

/** Whether data is sent: methods that expect some are sent with none at all, and with that length. */
export function hasData(body: CopyBody | undefined, method: string): boolean {
  return body !== undefined || ['POST', 'PUT', 'PATCH'].includes(method);
}

/** Characters or octets of a body as far as they are known. */
export function lengthOf(body: CopyBody | undefined): number {
  if (!body) return 0;
  const lengths = body.kind === 'text' ? body.text.map((piece) => (typeof piece === 'string' ? piece.length : 0)) : body.octets.map((piece) => ('name' in piece ? 0 : piece.byteLength));
  return lengths.reduce((sum, length) => sum + length, 0);
}
