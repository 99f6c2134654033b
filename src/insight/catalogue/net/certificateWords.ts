import { observed } from '../../say';

/** What holds for every certificate that was not accepted. */
export const notAccepted = observed('The certificate was not accepted, so nothing was sent. Certificates are always checked.');

/** Where trust can come from besides `NODE_EXTRA_CA_CERTS`. */
export const systemToo = observed('From Node.js 22.15 on, what the operating system trusts counts as well; in the editor unless "http.systemCertificates" is off.');
