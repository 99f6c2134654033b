const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);

/** Whether sending `method` twice has the effect of once. Case counts. Source: RFC 9110, section 9.2.2. */
export function isIdempotent(method: string): boolean {
  return idempotent.has(method);
}

/** Whether sending `method` asks for nothing but an answer, so that nobody has to be asked first. Case counts. */
export function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
