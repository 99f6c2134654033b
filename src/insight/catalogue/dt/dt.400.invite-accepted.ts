import { badRequestOf } from '../../blame/badRequest';
import { errorPage } from '../../links';
import type { RequestPart } from '../../../http/requestPart';
import { parameterPart, type RequestView, viewOf } from '../../requestView';
import { documented } from '../../say';
import { badRequest } from './badRequestCase';
import { specialCase } from './specialCase';

const cause = 'this member has no open invitation';

/** An invitation link for a member who needs none. Sources: Python client, Swift client. */
export const dt400InviteAccepted = specialCase({
  code: 'dt.400.invite-accepted',
  title: `${badRequest}${cause}`,
  status: 400,
  of: 'dt.400',
  example: 'GET /projects/{{project}}/members/⟦{{member}}⟧:getInviteUrl',
  about: {
    doThis: [documented('Look at the status of the member: only a pending user has an invitation link.')],
    why: [documented('A member who has accepted, or is not a user, has no invitation link.')],
    links: [errorPage(400)],
  },
  find: (failure, facts) => (badRequestOf(failure, facts)?.code === 'dt.400.invite-accepted' ? viewOf(failure, facts) : undefined),
  explain: (view) => ({ headline: `${badRequest}${cause}`, part: memberPart(view) }),
});

/** The id alone: nothing is wrong with what is asked of it. */
function memberPart(view: RequestView): RequestPart {
  const part = parameterPart(view, 'member');
  return part?.kind === 'path-segment' ? { ...part, what: 'id' } : { kind: 'request-line' };
}
