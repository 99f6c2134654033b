import { documentedError } from '../api/errors';

/** Reason phrases of RFC 9110 and RFC 6585. The phrase in an answer is text from the network and not used. */
const reasons: ReadonlyMap<number, string> = new Map([
  [200, 'OK'], [201, 'Created'], [202, 'Accepted'], [204, 'No Content'], [206, 'Partial Content'],
  [400, 'Bad Request'], [401, 'Unauthorized'], [402, 'Payment Required'], [403, 'Forbidden'],
  [404, 'Not Found'], [405, 'Method Not Allowed'], [406, 'Not Acceptable'],
  [407, 'Proxy Authentication Required'], [408, 'Request Timeout'], [409, 'Conflict'], [410, 'Gone'],
  [411, 'Length Required'], [412, 'Precondition Failed'], [413, 'Content Too Large'],
  [414, 'URI Too Long'], [415, 'Unsupported Media Type'], [416, 'Range Not Satisfiable'],
  [417, 'Expectation Failed'], [421, 'Misdirected Request'], [422, 'Unprocessable Content'],
  [423, 'Locked'], [424, 'Failed Dependency'], [425, 'Too Early'], [426, 'Upgrade Required'],
  [428, 'Precondition Required'], [429, 'Too Many Requests'], [431, 'Request Header Fields Too Large'],
  [451, 'Unavailable For Legal Reasons'], [500, 'Internal Server Error'], [501, 'Not Implemented'],
  [502, 'Bad Gateway'], [503, 'Service Unavailable'], [504, 'Gateway Timeout'],
  [505, 'HTTP Version Not Supported'], [511, 'Network Authentication Required'],
]);

/** `404 Not Found`; the number alone where no standard names it. */
export function statusTitle(status: number): string {
  const reason = reasons.get(status);
  return reason === undefined ? String(status) : `${status} ${reason}`;
}

/** As DT's error documentation calls it, where it does: its 501 is `501 Method Not Allowed`. */
export function documentedTitle(status: number): string {
  const name = documentedError(status)?.name;
  return name === undefined ? statusTitle(status) : `${status} ${name}`;
}
