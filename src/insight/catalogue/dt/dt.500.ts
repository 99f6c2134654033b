import { serverError } from './serverError';

/** Internal error of the services. */
export const dt500 = serverError(500, 'the service failed, not your request', 'There was an internal error in the services of the API.');
