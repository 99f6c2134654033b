import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Clock } from '../base/clock';
import type { FaultBody } from './faults';
import { errorBody, statusTexts } from './errors';

/** Bodies from this many bytes on are compressed for a client that accepts it. */
const compressFrom = 1024;

export interface Answer {
  readonly status: number;
  /** Becomes the JSON body. */
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Writes a JSON answer, `Date` included. Without a body when the request is a HEAD; node sees to that. */
export function writeAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer, clock: Clock): void {
  write(request, response, answer.status, Buffer.from(JSON.stringify(answer.body)), {
    Date: httpDate(clock),
    'Content-Type': 'application/json',
    ...answer.headers,
  });
}

/** Writes a failure that was ordered; a truncated one announces more than it sends and breaks off. */
export function writeFault(
  request: IncomingMessage,
  response: ServerResponse,
  fault: { readonly status: number; readonly body: FaultBody; readonly headers: Readonly<Record<string, string>> },
  clock: Clock,
): void {
  const { status } = fault;
  const text = statusTexts[status] ?? 'failure on demand';
  const headers = { Date: httpDate(clock), 'Content-Type': 'application/json', ...fault.headers };
  const json = Buffer.from(JSON.stringify(errorBody(status, text)));
  switch (fault.body) {
    case 'json':
      return write(request, response, status, json, headers);
    case 'notjson':
      return write(request, response, status, json.subarray(0, json.length - 5), headers);
    case 'empty':
      return write(request, response, status, Buffer.alloc(0), headers);
    case 'html': {
      const page = `<html><head><title>${status} ${text}</title></head><body><h1>${text}</h1></body></html>\n`;
      return write(request, response, status, Buffer.from(page), { ...headers, 'Content-Type': 'text/html' });
    }
    case 'truncated':
      response.writeHead(status, { ...headers, 'Content-Length': json.length });
      response.write(json.subarray(0, json.length >> 1), () => response.destroy());
  }
}

/** What node's own server answers to what it cannot read; all else is a 400. */
const unreadStatuses: Readonly<Record<string, number>> = { HPE_INVALID_METHOD: 501, HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/**
 * Answers a request that node could not read, and closes the connection; says nothing where another answer
 * is still going out, which it would get into. To node a method that it does not know, such as
 * `get`, is one; to the API it is a wrong verb. Source: error documentation: 501.
 */
export function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex, before: ServerResponse | undefined, clock: Clock): void {
  if (!socket.writable || (before && !before.writableFinished && !isNext(before))) return void socket.destroy();
  const status = unreadStatuses[error.code ?? ''] ?? 400;
  const body = status === 501 ? JSON.stringify(errorBody(status, statusTexts[status] ?? '')) : '';
  const headers = [`Date: ${httpDate(clock)}`, ...(body === '' ? [] : ['Content-Type: application/json']), `Content-Length: ${body.length}`, 'Connection: close'];
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
}

/** Whether the request that belongs to an answer is the one that could not be read, and nothing of the answer went out. */
function isNext({ req, socket, headersSent }: ServerResponse): boolean {
  return !req.complete && socket !== null && !headersSent;
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  const compress = body.length >= compressFrom && acceptsGzip(request.headers['accept-encoding']);
  const sent = compress ? gzipSync(body) : body;
  response.writeHead(status, {
    ...headers,
    ...(compress ? { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } : {}),
    'Content-Length': sent.length,
  });
  response.end(sent);
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  const codings = String(header ?? '').split(',').map((coding) => coding.trim().toLowerCase().split(/\s*;\s*/));
  return codings.some(([name, weight]) => (name === 'gzip' || name === '*') && !/^q=0(\.0*)?$/.test(weight ?? ''));
}

/** For the header `Date`. */
export function httpDate(clock: Clock): string {
  return new Date(clock.now()).toUTCString();
}
