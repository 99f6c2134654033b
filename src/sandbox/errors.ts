/** A refusal that the caller gets as an answer. Thrown anywhere below a route, caught in `handle.ts` only. */
export class ApiError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.headers = headers;
  }
}

/** The body of every error, in the newest documented shape. Source: error documentation. */
export interface ErrorBody {
  readonly error: string;
  readonly code: number;
  readonly help: string;
}

/** As documented: what went wrong, the status once more, and where it is explained. Source: error documentation. */
export function errorBody(status: number, error: string): ErrorBody {
  return { error, code: status, help: `https://docs.d21s.com/error/#${status}` };
}

/** 400. The text names the parameter or field at fault; the documentation says "read the error message". */
export function badRequest(message: string): ApiError {
  return new ApiError(400, message);
}

/** 400 for one argument: `invalid page_size: must be between 1 and 100`. */
export function invalid(name: string, why: string): ApiError {
  return badRequest(`invalid ${name}: ${why}`);
}

/** 401: nobody knows who calls, or the credentials are wrong. */
export function unauthorized(message: string): ApiError {
  return new ApiError(401, message);
}

/** 403: the caller is known, and may not. */
export function forbidden(message: string): ApiError {
  return new ApiError(403, message);
}

/** 404. `what` names the kind of thing and its ID: `device "abc"`. */
export function notFound(what: string): ApiError {
  return new ApiError(404, `${what} not found`);
}

/** 409 with the one error text the documentation quotes. */
export function conflict(): ApiError {
  return new ApiError(409, 'already exists');
}

/** 501 under the name that the documentation gives it; it names no 405. Source: error documentation: 501. */
export function wrongVerb(): ApiError {
  return new ApiError(501, 'Method Not Allowed');
}

/** The texts of failures that only {@link ./faults} produces; what DT's servers say is not known. */
export const statusTexts: Readonly<Record<number, string>> = {
  400: 'invalid argument',
  401: 'the request could not be authenticated',
  403: 'the caller has no access to this resource',
  404: 'resource not found',
  405: 'Method Not Allowed',
  409: 'already exists',
  413: 'the request body is too large',
  429: 'too many requests',
  500: 'internal error',
  501: 'Method Not Allowed',
  502: 'bad gateway',
  503: 'service unavailable',
  504: 'gateway timeout',
};
