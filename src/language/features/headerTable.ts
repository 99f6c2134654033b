/** A header that a request may bring. */
export interface KnownHeader {
  readonly name: string;
  /** What for, in a few words: beside a proposal. */
  readonly about: string;
  /** The same in sentences, where there is more to say. Default: `about`. */
  readonly help?: string;
  /** Values of use. Default: none is proposed. */
  readonly values?: readonly string[];
  /** The transport writes it: it is explained, and not proposed. */
  readonly isOfTransport?: true;
}

/** Headers that a request to the API or to a receiver may bring, in the order in which they are proposed. */
export const headerTable: readonly KnownHeader[] = [
  { name: 'Content-Type', about: 'What the body is', help: 'What the body is: "application/json" for all of the API but its token endpoint. None is added.', values: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=boundary', 'text/plain', 'application/octet-stream'] },
  { name: 'Accept', about: 'What the answer may be; JSON when it is left out', help: 'What the answer should be. Added as "application/json" unless it is written; "text/event-stream" asks a stream for Server-Sent Events.', values: ['application/json', 'text/event-stream', '*/*'] },
  { name: 'Accept-Encoding', about: 'How the answer may be compressed; sent when it is left out', help: 'How the answer may be compressed. Added unless it is written, with all that can be read here.', values: ['gzip, deflate, br, zstd', 'identity'] },
  { name: 'Accept-Language', about: 'Which language is preferred', values: ['en'] },
  { name: 'Authorization', about: 'Not needed: the account signs', help: 'Who asks. The account writes it when the request is sent; what stands here goes out instead, and everyone who has the file can read it.', values: ['Basic {{user}}:{{password}}', 'Bearer {{token}}'] },
  { name: 'Cache-Control', about: 'Whether a cache may answer', values: ['no-cache', 'no-store'] },
  { name: 'Connection', about: 'Belongs to the connection: the transport writes it', isOfTransport: true },
  { name: 'Content-Encoding', about: 'How the body is compressed', help: 'How the body is compressed. It is sent as it is: nothing is compressed here.', values: ['gzip'] },
  { name: 'Content-Length', about: 'Octets of the body: the transport writes it', isOfTransport: true },
  { name: 'Cookie', about: 'There is no cookie jar', help: 'Sent as it is written. Cookies of answers are not kept.' },
  { name: 'Host', about: 'Sends a path to this host', help: 'The host of an absolute target. With a path as target the request goes to this host, by https.' },
  { name: 'If-Match', about: 'Only when it is still this version', help: 'Carried out only on this version of the resource. The API does not document it.' },
  { name: 'If-None-Match', about: 'Only when it is another version', help: 'Answered with 304 when the resource is still this version. The API does not document it.', values: ['*'] },
  { name: 'If-Modified-Since', about: 'Only when it was changed since', values: ['{{$datetime rfc1123 -1 d}}'] },
  { name: 'Origin', about: 'Where a page of a browser comes from', help: 'Where a page of a browser comes from. The sandbox refuses requests that have it.' },
  { name: 'Range', about: 'Only a part', values: ['bytes=0-1023'] },
  { name: 'Referer', about: 'Where the request comes from' },
  { name: 'Transfer-Encoding', about: 'Belongs to the connection: the transport writes it', isOfTransport: true },
  { name: 'User-Agent', about: 'Who asks; sent when it is left out', help: 'Which program asks. Added with name and version of this product unless it is written.' },
  { name: 'X-Request-Id', about: 'To find the request again in logs', values: ['{{$guid}}'] },
  { name: 'X-Sandbox-Fault', about: 'Orders a failure of the sandbox', help: 'Makes the sandbox fail: a status or the name of a fault, e.g. "503; times=2". Other hosts ignore it.', values: ['503; times=2', '429; retry-after=2; times=1', '500', '403; body=html', 'delay=2000', 'reset', 'hang'] },
];

const byName: ReadonlyMap<string, KnownHeader> = new Map(headerTable.map((header) => [header.name.toLowerCase(), header]));

/** Looks up a header in any casing; undefined for one of which nothing is known. */
export function headerNamed(name: string): KnownHeader | undefined {
  return byName.get(name.toLowerCase());
}
