import { serverError } from './serverError';

/** A gateway gave up waiting for the service behind it. Needs the longest pause: 10 s. */
export const dt504 = serverError(504, 'the service took too long to answer', 'A gateway waited for the service in vain; the cure is that of a 500, with a longer wait.');
