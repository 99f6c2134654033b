import { plain } from '../../insight/say';
import { escapeMarkdown } from '../../insight/markdown';

/** What the headers are for that a request to the API may hold; names in lower case. */
const known: Readonly<Record<string, readonly [name: string, text: string]>> = {
  accept: ['Accept', 'What the answer should be. Added as "application/json" unless it is written; "text/event-stream" asks a stream for Server-Sent Events.'],
  'accept-encoding': ['Accept-Encoding', 'How the answer may be compressed. Added unless it is written, with all that can be read here.'],
  authorization: ['Authorization', 'Who asks. The account writes it when the request is sent; what stands here goes out instead, and everyone who has the file can read it.'],
  connection: ['Connection', 'Belongs to the connection: the transport writes it.'],
  'content-encoding': ['Content-Encoding', 'How the body is compressed. It is sent as it is: nothing is compressed here.'],
  'content-length': ['Content-Length', 'Octets of the body: the transport writes it.'],
  'content-type': ['Content-Type', 'What the body is: "application/json" for all of the API but its token endpoint. None is added.'],
  cookie: ['Cookie', 'Sent as it is written. Cookies of answers are not kept.'],
  host: ['Host', 'The host of an absolute target. With a path as target the request goes to this host, by https.'],
  'if-match': ['If-Match', 'Carried out only on this version of the resource. The API does not document it.'],
  'if-none-match': ['If-None-Match', 'Answered with 304 when the resource is still this version. The API does not document it.'],
  origin: ['Origin', 'Where a page of a browser comes from. The sandbox refuses requests that have it.'],
  'transfer-encoding': ['Transfer-Encoding', 'Belongs to the connection: the transport writes it.'],
  'user-agent': ['User-Agent', 'Which program asks. Added with name and version of this product unless it is written.'],
  'x-sandbox-fault': ['X-Sandbox-Fault', 'Makes the sandbox fail: a status or the name of a fault, e.g. "503; times=2". Other hosts ignore it.'],
};

/** What a header is for, as Markdown; undefined for one that is not known. */
export function headerHelp(written: string): string | undefined {
  const key = plain(written).toLowerCase();
  const found = Object.hasOwn(known, key) ? known[key] : undefined;
  return found && `**${found[0]}**\n\n${escapeMarkdown(found[1])}`;
}
