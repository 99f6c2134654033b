import { documentedError } from '../api/errors';
import { pages } from '../api/hosts';
import type { Explanation } from './entry';

type Link = Explanation['links'][number];

/** The section of DT's error documentation on `status`. */
export function errorPage(status: number): Link {
  const anchor = documentedError(status)?.anchor;
  return { title: `Error codes${anchor === undefined ? '' : `: ${status}`}`, url: anchor === undefined ? pages.errorCodes : `${pages.errorCodes}#${anchor}` };
}

export const authenticationPage: Link = { title: 'Authentication with OAuth2', url: pages.authentication };
export const basicAuthPage: Link = { title: 'Basic Auth', url: pages.basicAuth };
export const permissionsPage: Link = { title: 'Permissions of each role', url: pages.permissions };
export const referencePage: Link = { title: 'REST API reference', url: pages.reference };
export const streamingPage: Link = { title: 'Streaming events', url: pages.streaming };
export const statusPage: Link = { title: 'Status of the services', url: pages.status };
export const supportPage: Link = { title: 'Support', url: pages.support };
