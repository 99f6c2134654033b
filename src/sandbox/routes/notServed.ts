import { ApiError } from '../errors';
import type { Route } from '../router';

/** Described endpoints that the sandbox does not have. It says so instead of pretending. */
const notServed = `
GET /organizations/{organization}/members
POST /organizations/{organization}/members
GET /organizations/{organization}/members/{member}
PATCH /organizations/{organization}/members/{member}
DELETE /organizations/{organization}/members/{member}
GET /organizations/{organization}/members/{member}:getInviteUrl
POST /projects:batchUpdate
GET /projects/{project}/members
POST /projects/{project}/members
POST /projects/{project}/members:batchCreate
POST /projects/{project}/members:batchDelete
GET /projects/{project}/members/{member}
PATCH /projects/{project}/members/{member}
DELETE /projects/{project}/members/{member}
GET /projects/{project}/members/{member}:getInviteUrl
GET /projects/{project}/devices:stream
GET /projects/{project}/devices/{device}:stream
GET /claimInfo
POST /projects/{project}/devices:claim
GET /projects/{project}/dataconnectors
POST /projects/{project}/dataconnectors
GET /projects/{project}/dataconnectors/{dataconnector}
PATCH /projects/{project}/dataconnectors/{dataconnector}
DELETE /projects/{project}/dataconnectors/{dataconnector}
GET /projects/{project}/dataconnectors/{dataconnector}:metrics
POST /projects/{project}/dataconnectors/{dataconnector}:sync
GET /projects/{project}/serviceaccounts
POST /projects/{project}/serviceaccounts
GET /projects/{project}/serviceaccounts/{serviceaccount}
PATCH /projects/{project}/serviceaccounts/{serviceaccount}
DELETE /projects/{project}/serviceaccounts/{serviceaccount}
GET /projects/{project}/serviceaccounts/{serviceaccount}/keys
POST /projects/{project}/serviceaccounts/{serviceaccount}/keys
GET /projects/{project}/serviceaccounts/{serviceaccount}/keys/{key}
DELETE /projects/{project}/serviceaccounts/{serviceaccount}/keys/{key}
POST /projects/{project}/contacts
GET /projects/{project}/contacts/{contact}
PATCH /projects/{project}/contacts/{contact}
DELETE /projects/{project}/contacts/{contact}
POST /organizations/{organization}/contactGroups
GET /organizations/{organization}/contactGroups/{contactGroup}
PATCH /organizations/{organization}/contactGroups/{contactGroup}
DELETE /organizations/{organization}/contactGroups/{contactGroup}`;

export const notServedRoutes: readonly Route[] = notServed
  .trim()
  .split('\n')
  .map((line) => {
    const [method = '', path = ''] = line.split(' ');
    return {
      host: 'api',
      method,
      path,
      answer() {
        throw new ApiError(404, `the sandbox does not serve this endpoint: ${line}`);
      },
    };
  });
