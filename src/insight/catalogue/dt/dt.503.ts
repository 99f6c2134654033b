import { serverError } from './serverError';

/** The service cannot answer at present. */
export const dt503 = serverError(503, 'the service cannot answer right now', 'The service is not available at the moment; the cure is that of a 500.');
