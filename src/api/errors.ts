import data from './errors.json';

/** One documented or published cause of a status. */
export interface ErrorCause {
  /** Stable word for the cause, e.g. `propagation-delay`. */
  readonly cause: string;
  /** `METHOD /path` as in `endpoints.json`, where the cause belongs to one endpoint. */
  readonly endpoint?: string;
  /** RFC 6901 pointer of the body's field at fault. */
  readonly field?: string;
  /** Names in `SOURCES.md`. */
  readonly source: readonly string[];
}

/** A status that the error documentation of the API describes. */
export interface DocumentedError {
  readonly status: number;
  /** As the documentation calls it: 501 is `Method Not Allowed` there. */
  readonly name: string;
  /** Anchor on the page of error codes. */
  readonly anchor: string;
  /** When to repeat: null for never, `minimumMs` before the first repeat. */
  readonly retry: { readonly minimumMs?: number; readonly header?: string; readonly backoff?: string } | null;
  readonly source: readonly string[];
  readonly causes: readonly ErrorCause[];
}

/** All documented statuses, ascending. Source: error documentation, all editions. */
export const documentedErrors: readonly DocumentedError[] = data.statuses;

/** What is documented for a status; undefined for one that is not. Statuses such as 403 and 404 are one entry each, whatever their cause. */
export function documentedError(status: number): DocumentedError | undefined {
  return documentedErrors.find((error) => error.status === status);
}

/** The causes of `status` that are published for exactly this endpoint. */
export function causesAt(status: number, method: string, path: string): readonly ErrorCause[] {
  return documentedError(status)?.causes.filter((cause) => cause.endpoint === `${method} ${path}`) ?? [];
}
