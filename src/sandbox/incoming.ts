import type { IncomingMessage } from 'node:http';
import { ApiError, badRequest } from './errors';

/** Bytes. DT's own limit is not documented. */
export const maxBodyBytes = 10 * 1024 * 1024;

/**
 * Reads the whole body; throws 413 when it is too large and 400 when it is not UTF-8 or compressed.
 * Rejects when the connection breaks. What is left of a body that is too large is read and dropped,
 * so that the client gets to the answer.
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw badRequest(`invalid Content-Encoding: ${encoding} is not accepted`);
  const bytes = await collect(request);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badRequest('invalid body: not UTF-8');
  }
}

function collect(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBodyBytes) {
        chunks.length = 0;
        reject(new ApiError(413, `the request body is larger than ${maxBodyBytes} bytes`));
      } else chunks.push(chunk);
    });
    // A client that left while its request was held back does not say so again.
    if (request.destroyed) reject(new Error('The connection broke.'));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('The connection broke.')));
  });
}
