/** An object of JSON: values of which nothing is known, by name. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a value out of JSON is an object: no array, and not `null`. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
