const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** Undefined when `text` is not a time of RFC 3339 with an offset. */
export function parseTime(text: string): number | undefined {
  const time = rfc3339.test(text) ? Date.parse(text.toUpperCase()) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** As the API writes times: UTC with six digits after the second. */
export function formatTime(time: number): string {
  return new Date(time).toISOString().replace('Z', '000Z');
}
